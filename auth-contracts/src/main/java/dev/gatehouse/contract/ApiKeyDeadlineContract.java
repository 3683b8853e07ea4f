package dev.gatehouse.contract;

import static dev.gatehouse.contract.ApiKeySamples.key;
import static dev.gatehouse.contract.ApiKeySamples.like;
import static dev.gatehouse.contract.ApiKeySamples.next;
import static dev.gatehouse.contract.ApiKeySamples.owner;
import static dev.gatehouse.contract.ApiKeySamples.stored;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.KeyDeadline;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.testkit.Racing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The promises of {@link ApiKeyStore} about deadlines. */
public interface ApiKeyDeadlineContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void announcesAKeyThatExpiresByTheCutoffOnce() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    Instant end = key.expiresAt().orElseThrow();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end.minus(TICK), 10))
        .isEmpty();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end, 10)).containsExactly(key);
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end, 10)).isEmpty();
  }

  @Test
  default void announcesANewDeadlineAnew() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    Instant end = key.expiresAt().orElseThrow();
    storage.apiKeys().claim(KeyDeadline.EXPIRING, end, 10);
    ApiKey renamed = next(key, key.settings().withName("x"), key.status(), key.expiresAt());
    storage.apiKeys().change(renamed);
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end, 10)).isEmpty();
    ApiKey extended =
        next(renamed, renamed.settings(), key.status(), Optional.of(end.plusSeconds(1)));
    storage.apiKeys().change(extended);
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end.plusSeconds(1), 10))
        .containsExactly(extended);
  }

  @Test
  default void announcesAnExpiredKeyOnceAndNotAsExpiringAfterwards() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    Instant end = key.expiresAt().orElseThrow();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRED, end.minus(TICK), 10))
        .isEmpty();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRED, end, 10)).containsExactly(key);
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRED, end, 10)).isEmpty();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end, 10)).isEmpty();
  }

  @Test
  default void announcesAnOldKeyAsDueForRotationOnce() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    assertThat(storage.apiKeys().claim(KeyDeadline.ROTATION_DUE, NOW.minus(TICK), 10))
        .isEmpty();
    assertThat(storage.apiKeys().claim(KeyDeadline.ROTATION_DUE, NOW, 10)).containsExactly(key);
    assertThat(storage.apiKeys().claim(KeyDeadline.ROTATION_DUE, NOW, 10)).isEmpty();
  }

  @Test
  default void announcesOnlyWhatItsStatusMakesWorthAnnouncing() {
    Storage storage = storage();
    for (ApiKeyStatus status : ApiKeyStatus.values()) {
      ApiKey plain = key(owner(), NOW);
      Optional<Instant> end = Optional.of(NOW.plusSeconds(1));
      stored(storage, like(plain, UUID.randomUUID(), status, end));
      boolean active = status == ApiKeyStatus.ACTIVE;
      assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, end.get(), 10))
          .hasSize(active ? 1 : 0);
      assertThat(storage.apiKeys().claim(KeyDeadline.ROTATION_DUE, end.get(), 10))
          .hasSize(active ? 1 : 0);
      assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRED, end.get(), 10))
          .hasSize(status == ApiKeyStatus.REVOKED ? 0 : 1);
    }
  }

  @Test
  default void announcesNoExpiryOfAKeyThatHasNone() {
    Storage storage = storage();
    stored(
        storage, like(key(owner(), NOW), UUID.randomUUID(), ApiKeyStatus.ACTIVE, Optional.empty()));
    Instant late = NOW.plusSeconds(1_000_000_000L);
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRING, late, 10)).isEmpty();
    assertThat(storage.apiKeys().claim(KeyDeadline.EXPIRED, late, 10)).isEmpty();
  }

  @Test
  default void concurrentClaimsShareTheKeysAndNoneTwice() {
    Storage storage = storage();
    Instant late = NOW.plusSeconds(1_000_000_000L);
    for (int round = 0; round < 10; round++) {
      List<ApiKeyId> ids = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ids.add(stored(storage).id());
      }
      List<ApiKeyId> claimed = new ArrayList<>();
      Racing.together(16, () -> storage.apiKeys().claim(KeyDeadline.EXPIRED, late, 100))
          .forEach(keys -> keys.forEach(key -> claimed.add(key.id())));
      storage.apiKeys().claim(KeyDeadline.EXPIRED, late, 100).forEach(key -> claimed.add(key.id()));
      assertThat(claimed).containsExactlyInAnyOrderElementsOf(ids);
    }
  }
}
