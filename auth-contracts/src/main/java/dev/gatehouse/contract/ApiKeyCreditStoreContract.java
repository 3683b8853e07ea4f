package dev.gatehouse.contract;

import static dev.gatehouse.contract.ApiKeySamples.stored;
import static dev.gatehouse.contract.ApiKeySamples.storedWith;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKeyCreditStore;
import dev.gatehouse.apikey.CreditRefill;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.testkit.Racing;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link ApiKeyCreditStore}, as tests. Implement it in the test class of a backend. */
public interface ApiKeyCreditStoreContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void spendsDownToNothingAndNotBelow() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = storedWith(storage, Credits.once(10)).family();
    assertThat(credits.spend(family, 4, NOW)).contains(6L);
    assertThat(credits.spend(family, 7, NOW)).isEmpty();
    assertThat(credits.find(family)).contains(Credits.once(6));
    assertThat(credits.spend(family, 6, NOW)).contains(0L);
    assertThat(credits.spend(family, 1, NOW)).isEmpty();
    assertThat(credits.spend(family, 0, NOW)).contains(0L);
  }

  @Test
  default void aFamilyWithoutCreditsSpendsWhatItLikes() {
    Storage storage = storage();
    ApiKeyFamilyId family = stored(storage).family();
    assertThat(storage.apiKeyCredits().spend(family, 1_000_000, NOW)).contains(Credits.MOST);
    assertThat(storage.apiKeyCredits().find(family)).isEmpty();
  }

  @Test
  default void anUnknownFamilySpendsNothing() {
    ApiKeyFamilyId nobodys = new ApiKeyFamilyId(UUID.randomUUID());
    assertThat(storage().apiKeyCredits().spend(nobodys, 0, NOW)).isEmpty();
  }

  @Test
  default void refillsOnceADayAtMidnightAndForfeitsWhatWasLeft() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = storedWith(storage, Credits.daily(10)).family();
    Instant midnight = Instant.parse("2030-01-02T00:00:00Z");
    assertThat(credits.spend(family, 3, NOW)).contains(7L);
    assertThat(credits.spend(family, 1, midnight.minus(TICK))).contains(6L);
    assertThat(credits.spend(family, 1, midnight)).contains(9L);
    assertThat(credits.spend(family, 1, midnight.plusSeconds(86_399))).contains(8L);
    assertThat(credits.spend(family, 1, midnight.plusSeconds(5 * 86_400))).contains(9L);
  }

  @Test
  default void refillsOnceAMonthOnTheFirst() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = storedWith(storage, Credits.monthly(5)).family();
    Instant february = Instant.parse("2030-02-01T00:00:00Z");
    assertThat(credits.spend(family, 5, NOW)).contains(0L);
    assertThat(credits.spend(family, 1, february.minus(TICK))).isEmpty();
    assertThat(credits.spend(family, 1, february)).contains(4L);
    assertThat(credits.spend(family, 1, Instant.parse("2030-02-28T23:59:59Z"))).contains(3L);
  }

  @Test
  default void aClockThatIsSetBackGivesNoSecondRefill() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = storedWith(storage, Credits.daily(2)).family();
    Instant tomorrow = NOW.plusSeconds(86_400);
    assertThat(credits.spend(family, 2, tomorrow)).contains(0L);
    assertThat(credits.spend(family, 1, NOW)).isEmpty();
    assertThat(credits.spend(family, 1, tomorrow)).isEmpty();
  }

  @Test
  default void aRefusalThatIsDueForARefillChangesNothing() {
    Storage storage = storage();
    ApiKeyFamilyId family = storedWith(storage, Credits.daily(2)).family();
    Instant tomorrow = NOW.plusSeconds(86_400);
    storage.apiKeyCredits().spend(family, 1, NOW);
    assertThat(storage.apiKeyCredits().spend(family, 3, tomorrow)).isEmpty();
    assertThat(storage.apiKeyCredits().find(family))
        .contains(new Credits(1, CreditRefill.DAILY, 2));
    assertThat(storage.apiKeyCredits().spend(family, 2, tomorrow)).contains(0L);
  }

  @Test
  default void addsUpToTheMostThereCanBe() {
    Storage storage = storage();
    ApiKeyFamilyId family = storedWith(storage, Credits.once(1)).family();
    assertThat(storage.apiKeyCredits().add(family, 2, NOW)).contains(Credits.once(3));
    assertThat(storage.apiKeyCredits().add(family, Credits.MOST, NOW))
        .contains(Credits.once(Credits.MOST));
    assertThat(storage.apiKeyCredits().add(stored(storage).family(), 2, NOW)).isEmpty();
    assertThat(storage.apiKeyCredits().add(new ApiKeyFamilyId(UUID.randomUUID()), 2, NOW))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "what is added at a time when a refill is due comes on top of the refill and survives it")
  default void addsOnTopOfARefillThatIsDue() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = storedWith(storage, Credits.daily(10)).family();
    Instant tomorrow = NOW.plusSeconds(86_400);
    assertThat(credits.spend(family, 10, NOW)).contains(0L);
    assertThat(credits.add(family, 50, tomorrow)).contains(new Credits(60, CreditRefill.DAILY, 10));
    assertThat(credits.spend(family, 1, tomorrow)).contains(59L);
  }

  @Test
  default void setsAndTakesAwayCredits() {
    Storage storage = storage();
    ApiKeyCreditStore credits = storage.apiKeyCredits();
    ApiKeyFamilyId family = stored(storage).family();
    assertThat(credits.set(family, Optional.of(Credits.monthly(9)), NOW)).isTrue();
    assertThat(credits.find(family)).contains(Credits.monthly(9));
    assertThat(credits.spend(family, 10, NOW)).isEmpty();
    assertThat(credits.set(family, Optional.empty(), NOW)).isTrue();
    assertThat(credits.find(family)).isEmpty();
    assertThat(credits.set(new ApiKeyFamilyId(UUID.randomUUID()), Optional.empty(), NOW))
        .isFalse();
  }

  @Test
  @DisplayName("of 16 concurrent callers with 5 credits among them, exactly 5 spend one")
  default void concurrentCallersNeverOverspend() {
    Storage storage = storage();
    for (int round = 0; round < 5; round++) {
      ApiKeyFamilyId family = storedWith(storage, Credits.once(5)).family();
      List<Boolean> spent = Racing.together(
          16, () -> storage.apiKeyCredits().spend(family, 1, NOW).isPresent());
      assertThat(Collections.frequency(spent, true)).isEqualTo(5);
      assertThat(storage.apiKeyCredits().find(family)).contains(Credits.once(0));
    }
  }

  @Test
  @DisplayName("of 16 concurrent callers at the instant of a refill to 5, exactly 5 spend one")
  default void concurrentCallersRefillOnce() {
    Storage storage = storage();
    ApiKeyFamilyId family = storedWith(storage, Credits.daily(5)).family();
    Instant tomorrow = NOW.plusSeconds(86_400);
    List<Boolean> spent = Racing.together(
        16, () -> storage.apiKeyCredits().spend(family, 1, tomorrow).isPresent());
    assertThat(Collections.frequency(spent, true)).isEqualTo(5);
  }

  @Test
  default void concurrentAdditionsAreAllKept() {
    Storage storage = storage();
    ApiKeyFamilyId family = storedWith(storage, Credits.once(0)).family();
    Racing.together(16, () -> storage.apiKeyCredits().add(family, 3, NOW).isPresent());
    assertThat(storage.apiKeyCredits().find(family)).contains(Credits.once(48));
  }
}
