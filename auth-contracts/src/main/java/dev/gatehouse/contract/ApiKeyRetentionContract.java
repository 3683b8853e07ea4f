package dev.gatehouse.contract;

import static dev.gatehouse.contract.ApiKeySamples.digest;
import static dev.gatehouse.contract.ApiKeySamples.found;
import static dev.gatehouse.contract.ApiKeySamples.next;
import static dev.gatehouse.contract.ApiKeySamples.stored;
import static dev.gatehouse.contract.ApiKeySamples.storedWith;
import static dev.gatehouse.contract.ApiKeySamples.successor;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.testkit.Racing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link ApiKeyStore} promises about keys that ended long ago, as tests. Implement it in the test class of a backend. */
public interface ApiKeyRetentionContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void deletesKeysThatExpiredBeforeTheCutoffAndNoOthers() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    ApiKey later = stored(storage, ApiKeySamples.key(key.owner(), NOW.plusSeconds(1)));
    ApiKey endless = stored(
        storage,
        ApiKeySamples.like(
            ApiKeySamples.key(key.owner(), NOW),
            UUID.randomUUID(),
            ApiKeyStatus.ACTIVE,
            Optional.empty()));
    Instant end = key.expiresAt().orElseThrow();
    Instant found = end.plus(TICK);
    Instant now = end.plusSeconds(60);
    assertThat(storage.apiKeys().deleteEnded(end, end, 10)).isZero();
    assertThat(storage.apiKeys().deleteEnded(found, found, 10)).isZero();
    assertThat(storage.apiKeys().deleteEnded(found, now, 10)).isZero();
    assertThat(storage.apiKeys().find(key.id())).as("kept").isPresent();
    assertThat(storage.apiKeys().deleteEnded(found.plus(TICK), now, 10)).isEqualTo(1);
    assertThat(storage.apiKeys().find(key.id())).isEmpty();
    assertThat(storage.apiKeys().findByDigest(digest(key))).isEmpty();
    assertThat(found(storage, later)).isEqualTo(later);
    assertThat(found(storage, endless)).isEqualTo(endless);
  }

  @Test
  default void aRevokedKeyStaysFromWhenItWasFirstFoundSo() {
    ApiKeyStore keys = storage().apiKeys();
    ApiKey key = ApiKeySamples.key(ApiKeySamples.owner(), NOW);
    assertThat(keys.insert(key, digest(key), Optional.empty(), ApiKeySamples.NO_LIMIT))
        .isTrue();
    assertThat(keys.revoke(key.id(), "leaked")).isPresent();
    Instant found = NOW.plusSeconds(60);
    assertThat(keys.deleteEnded(NOW, found, 10)).isZero();
    assertThat(keys.deleteEnded(found, found.plusSeconds(60), 10)).isZero();
    assertThat(keys.find(key.id())).as("kept").isPresent();
    assertThat(keys.deleteEnded(found.plus(TICK), found.plusSeconds(60), 10)).isEqualTo(1);
    assertThat(keys.find(key.id())).isEmpty();
  }

  @Test
  default void aKeyThatARotationRevokedGoesAndItsSuccessorsStay() {
    Storage storage = storage();
    ApiKey first = storedWith(storage, Credits.daily(10));
    ApiKey second = successor(first, NOW);
    ApiKey replaced = next(first, first.settings(), ApiKeyStatus.REVOKED, first.expiresAt());
    assertThat(storage.apiKeys().rotate(replaced, second, digest(second))).isTrue();
    assertThat(storage.apiKeys().deleteEnded(NOW, NOW, 10)).isZero();
    Instant later = NOW.plusSeconds(1);
    assertThat(storage.apiKeys().deleteEnded(later, later, 10)).isEqualTo(1);
    assertThat(storage.apiKeys().find(first.id())).isEmpty();
    assertThat(found(storage, second)).isEqualTo(second);
    assertThat(storage.apiKeyCredits().spend(first.family(), 1, NOW))
        .as("the family stays while there is a key of it")
        .hasValue(9L);
    Instant end = second.expiresAt().orElseThrow().plus(TICK);
    assertThat(storage.apiKeys().deleteEnded(end, end, 10)).isZero();
    Instant longAfter = end.plusSeconds(1);
    assertThat(storage.apiKeys().deleteEnded(longAfter, longAfter, 10)).isEqualTo(1);
    assertThat(storage.apiKeyCredits().spend(first.family(), 1, NOW)).isEmpty();
  }

  @Test
  default void deletesAtMostAsManyAsAllowedAlsoIfSeveralDoItAtOnce() {
    Storage storage = storage();
    for (int i = 0; i < 40; i++) {
      ApiKey key = stored(storage);
      if (i % 2 == 0) {
        assertThat(storage.apiKeys().revoke(key.id(), "done")).isPresent();
      }
    }
    assertThat(storage.apiKeys().deleteEnded(NOW, NOW, 100)).isZero();
    assertThat(storage.apiKeys().deleteEnded(NOW, NOW.plusSeconds(100L * 86_400), 100))
        .isZero();
    Instant end = NOW.plusSeconds(101L * 86_400);
    List<Integer> deleted = Racing.together(16, () -> storage.apiKeys().deleteEnded(end, end, 2));
    assertThat(deleted).allMatch(count -> count <= 2);
    int sum = deleted.stream().mapToInt(Integer::intValue).sum();
    assertThat(storage.apiKeys().deleteEnded(end, end, 100)).isEqualTo(40 - sum);
    assertThat(storage.apiKeys().deleteEnded(end, end, 100)).isZero();
  }

  @Test
  default void aKeyThatWasGivenMoreTimeMeanwhileStays() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    Instant end = key.expiresAt().orElseThrow().plusSeconds(1);
    assertThat(storage.apiKeys().deleteEnded(NOW, end, 10)).isZero();
    Optional<Instant> longer = Optional.of(end.plusSeconds(60));
    assertThat(storage.apiKeys().change(next(key, key.settings(), key.status(), longer)))
        .isTrue();
    Instant later = end.plusSeconds(30);
    assertThat(storage.apiKeys().deleteEnded(later, later, 10)).isZero();
    Instant expired = end.plusSeconds(90);
    assertThat(storage.apiKeys().deleteEnded(expired, expired, 10))
        .as("found anew")
        .isZero();
  }

  @Test
  @DisplayName("KEY-07 a clock that jumps ahead once deletes no key that is alive")
  default void aClockThatJumpsOnceDeletesNothingAlive() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    Instant future = NOW.plusSeconds(1_000L * 86_400);
    assertThat(storage.apiKeys().deleteEnded(future.minusSeconds(60), future, 10))
        .isZero();
    assertThat(storage.apiKeys().deleteEnded(NOW.minusSeconds(60), NOW, 10)).isZero();
    assertThat(found(storage, key)).isEqualTo(key);
  }
}
