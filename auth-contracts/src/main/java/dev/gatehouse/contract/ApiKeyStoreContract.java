package dev.gatehouse.contract;

import static dev.gatehouse.contract.ApiKeySamples.NO_LIMIT;
import static dev.gatehouse.contract.ApiKeySamples.digest;
import static dev.gatehouse.contract.ApiKeySamples.found;
import static dev.gatehouse.contract.ApiKeySamples.key;
import static dev.gatehouse.contract.ApiKeySamples.like;
import static dev.gatehouse.contract.ApiKeySamples.next;
import static dev.gatehouse.contract.ApiKeySamples.owner;
import static dev.gatehouse.contract.ApiKeySamples.stored;
import static dev.gatehouse.contract.ApiKeySamples.storedWith;
import static dev.gatehouse.contract.ApiKeySamples.successor;
import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.apikey.StoredApiKey;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link ApiKeyStore}, as tests. Implement it in the test class of a backend. */
public interface ApiKeyStoreContract extends ApiKeyDeadlineContract, ApiKeyRetentionContract {

  @Override
  Storage storage();

  @Test
  default void findsAnAddedKeyByItsDigestWithEverythingInIt() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    assertThat(storage.apiKeys().findByDigest(digest(key)))
        .contains(new StoredApiKey(key, digest(key), false));
    assertThat(storage.apiKeys().find(key.id())).contains(key);
  }

  @Test
  default void findsAKeyOfAServiceThatIsDetachedAndNeverExpires() {
    Storage storage = storage();
    Subject service = new Subject(Subject.Kind.SERVICE, UUID.randomUUID());
    ApiKey plain = key(service, NOW);
    ApiKey key = like(
        next(plain, plain.settings().withDetached(true), ApiKeyStatus.ACTIVE, Optional.empty()),
        UUID.randomUUID(),
        ApiKeyStatus.ACTIVE,
        Optional.empty());
    stored(storage, key);
    assertThat(found(storage, key)).isEqualTo(key);
  }

  @Test
  default void tellsWhetherTheFamilyHasCredits() {
    Storage storage = storage();
    ApiKey metered = storedWith(storage, Credits.once(0));
    assertThat(storage.apiKeys().findByDigest(digest(metered)))
        .hasValueSatisfying(stored -> assertThat(stored.metered()).isTrue());
    storage.apiKeyCredits().set(metered.family(), Optional.empty(), NOW);
    assertThat(storage.apiKeys().findByDigest(digest(metered)))
        .hasValueSatisfying(stored -> assertThat(stored.metered()).isFalse());
  }

  @Test
  default void findsNoUnknownKey() {
    Storage storage = storage();
    stored(storage);
    assertThat(storage.apiKeys().find(new ApiKeyId(UUID.randomUUID()))).isEmpty();
    assertThat(storage.apiKeys().findByDigest(Samples.digest("nobody's"))).isEmpty();
  }

  @Test
  default void addsNoMoreLiveKeysThanTheLimit() {
    Storage storage = storage();
    Subject owner = owner();
    ApiKey first = key(owner, NOW);
    ApiKey second = key(owner, NOW);
    ApiKey third = key(owner, NOW);
    assertThat(storage.apiKeys().insert(first, digest(first), Optional.empty(), 2))
        .isTrue();
    assertThat(storage.apiKeys().insert(second, digest(second), Optional.empty(), 2))
        .isTrue();
    assertThat(storage.apiKeys().insert(third, digest(third), Optional.of(Credits.once(5)), 2))
        .isFalse();
    assertThat(storage.apiKeys().find(third.id())).isEmpty();
    assertThat(storage.apiKeyCredits().find(third.family())).isEmpty();
    ApiKey others = key(owner(), NOW);
    assertThat(storage.apiKeys().insert(others, digest(others), Optional.empty(), 2))
        .isTrue();
  }

  @Test
  default void anExpiredRevokedOrRotatingKeyMakesRoomAndADisabledOneDoesNot() {
    Storage storage = storage();
    for (ApiKeyStatus status : ApiKeyStatus.values()) {
      Subject owner = owner();
      stored(
          storage,
          like(key(owner, NOW), UUID.randomUUID(), status, Optional.of(NOW.plusSeconds(1))));
      ApiKey now = key(owner, NOW);
      boolean room = status == ApiKeyStatus.REVOKED || status == ApiKeyStatus.ROTATING;
      assertThat(storage.apiKeys().insert(now, digest(now), Optional.empty(), 1))
          .as("room beside a key that is %s", status)
          .isEqualTo(room);
      ApiKey later = key(owner, NOW.plusSeconds(1));
      assertThat(storage.apiKeys().insert(later, digest(later), Optional.empty(), room ? 2 : 1))
          .as("room once a key that is %s has expired", status)
          .isTrue();
    }
  }

  @Test
  @DisplayName("of 16 concurrent creations at the limit of 3, exactly 3 succeed")
  default void concurrentCreationsNeverExceedTheLimit() {
    Storage storage = storage();
    for (int round = 0; round < 5; round++) {
      Subject owner = owner();
      List<Boolean> added = Racing.together(16, () -> {
        ApiKey key = key(owner, NOW);
        return storage.apiKeys().insert(key, digest(key), Optional.empty(), 3);
      });
      assertThat(Collections.frequency(added, true)).isEqualTo(3);
      assertThat(storage.apiKeys().list(ApiKeyQuery.of(owner))).hasSize(3);
    }
  }

  @Test
  default void listsTheKeysOfAnOwnerFromTheGreatestIdDown() {
    Storage storage = storage();
    Subject owner = owner();
    stored(storage, key(owner(), NOW));
    // Ids as UUIDs compare them, byte by byte: the sign of a Java long must not matter.
    List<UUID> ids = List.of(
        new UUID(1, 1), new UUID(1, -1), new UUID(Long.MAX_VALUE, 0), new UUID(Long.MIN_VALUE, 0));
    ids.forEach(id -> stored(
        storage, like(key(owner, NOW), id, ApiKeyStatus.ACTIVE, Optional.of(NOW.minusSeconds(1)))));
    ApiKeyQuery query = ApiKeyQuery.of(owner).atMost(3);
    List<ApiKey> page = storage.apiKeys().list(query);
    assertThat(page)
        .extracting(key -> key.id().value())
        .containsExactly(ids.get(3), ids.get(2), ids.get(1));
    assertThat(storage.apiKeys().list(query.after(page.get(2).id())))
        .extracting(key -> key.id().value())
        .containsExactly(ids.get(0));
  }

  @Test
  default void listsRevokedKeysOnlyIfAsked() {
    Storage storage = storage();
    ApiKey revoked = stored(storage);
    storage.apiKeys().revoke(revoked.id(), "gone");
    ApiKeyQuery query = ApiKeyQuery.of(revoked.owner());
    assertThat(storage.apiKeys().list(query)).isEmpty();
    assertThat(storage.apiKeys().list(query.includingRevoked())).hasSize(1);
  }

  @Test
  default void listsTheKeysOfAllOwners() {
    Storage storage = storage();
    List<ApiKeyId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(stored(storage).id());
    }
    assertThat(storage.apiKeys().list(ApiKeyQuery.all()))
        .extracting(ApiKey::id)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void changesAKeyOfTheExpectedVersionAndNoOther() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    ApiKeySettings settings = ApiKeySettings.named("new").withPermissions("a:b");
    ApiKey changed = next(key, settings, ApiKeyStatus.DISABLED, Optional.of(NOW.plusSeconds(9)));
    assertThat(storage.apiKeys().change(changed)).isTrue();
    assertThat(found(storage, key)).isEqualTo(changed);
    assertThat(storage.apiKeys().change(changed)).isFalse();
    assertThat(storage
            .apiKeys()
            .change(next(changed, settings, ApiKeyStatus.ACTIVE, Optional.empty())))
        .isTrue();
    assertThat(found(storage, key).expiresAt()).isEmpty();
  }

  @Test
  default void ofConcurrentChangesOfOneVersionOneSucceeds() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    AtomicInteger caller = new AtomicInteger();
    List<Boolean> changed = Racing.together(16, () -> {
      ApiKeySettings settings = key.settings().withName("caller " + caller.incrementAndGet());
      return storage.apiKeys().change(next(key, settings, key.status(), key.expiresAt()));
    });
    assertThat(changed).containsOnlyOnce(true);
    assertThat(found(storage, key).version()).isEqualTo(1);
  }

  @Test
  default void revokeTellsExactlyOneConcurrentCaller() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    List<Boolean> revoked =
        Racing.together(16, () -> storage.apiKeys().revoke(key.id(), "leaked").isPresent());
    assertThat(revoked).containsOnlyOnce(true);
    ApiKey after = found(storage, key);
    assertThat(after.status()).isEqualTo(ApiKeyStatus.REVOKED);
    assertThat(after.statusReason()).isEqualTo("leaked");
    assertThat(after.version()).isEqualTo(1);
    assertThat(storage.apiKeys().revoke(new ApiKeyId(UUID.randomUUID()), "")).isEmpty();
  }

  @Test
  default void aRevocationIsNotUndoneByAChangeThatLookedBefore() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    storage.apiKeys().revoke(key.id(), "leaked");
    assertThat(storage.apiKeys().change(next(key, key.settings(), key.status(), key.expiresAt())))
        .isFalse();
    assertThat(storage.apiKeys().rotate(rotating(key), successor(key, NOW), Samples.digest("s")))
        .isFalse();
    assertThat(found(storage, key).status()).isEqualTo(ApiKeyStatus.REVOKED);
  }

  @Test
  default void rotationKeepsBothKeysInOneFamilyAndDoesNotCountAgainstTheLimit() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    ApiKey former = rotating(key);
    ApiKey successor = successor(key, NOW);
    assertThat(storage.apiKeys().rotate(former, successor, digest(successor))).isTrue();
    assertThat(found(storage, key)).isEqualTo(former);
    assertThat(storage.apiKeys().findByDigest(digest(key)))
        .hasValueSatisfying(stored -> assertThat(stored.key()).isEqualTo(former));
    assertThat(storage.apiKeys().findByDigest(digest(successor)))
        .contains(new StoredApiKey(successor, digest(successor), false));
    ApiKey another = key(key.owner(), NOW);
    assertThat(storage.apiKeys().insert(another, digest(another), Optional.empty(), 2))
        .isTrue();
  }

  @Test
  default void aSecondRotationEndsTheOldest() {
    Storage storage = storage();
    ApiKey first = stored(storage);
    ApiKey second = successor(first, NOW);
    storage.apiKeys().rotate(rotating(first), second, digest(second));
    ApiKey third = successor(second, NOW);
    assertThat(storage.apiKeys().rotate(rotating(second), third, digest(third))).isTrue();
    assertThat(found(storage, first).status()).isEqualTo(ApiKeyStatus.REVOKED);
    assertThat(found(storage, second).status()).isEqualTo(ApiKeyStatus.ROTATING);
    assertThat(found(storage, third).status()).isEqualTo(ApiKeyStatus.ACTIVE);
  }

  @Test
  @DisplayName("KEY-07: of 16 concurrent rotations of one key, one makes a successor")
  default void ofConcurrentRotationsOneSucceeds() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    List<Boolean> rotated = Racing.together(16, () -> {
      ApiKey successor = successor(key, NOW);
      return storage.apiKeys().rotate(rotating(key), successor, digest(successor));
    });
    assertThat(rotated).containsOnlyOnce(true);
    assertThat(storage.apiKeys().list(ApiKeyQuery.of(key.owner()).includingRevoked()))
        .hasSize(2);
  }

  @Test
  default void aRotationThatIsRolledBackLeavesTheKeyAsItWas() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    ApiKey successor = successor(key, NOW);
    try {
      storage.transactions().run(() -> {
        storage.apiKeys().rotate(rotating(key), successor, digest(successor));
        throw new IllegalStateException("rolled back");
      });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
    assertThat(found(storage, key)).isEqualTo(key);
    assertThat(storage.apiKeys().findByDigest(digest(successor))).isEmpty();
    assertThat(storage
            .apiKeys()
            .insert(key(key.owner(), NOW), Samples.digest("x"), Optional.empty(), NO_LIMIT))
        .isTrue();
  }

  private static ApiKey rotating(ApiKey key) {
    return next(key, key.settings(), ApiKeyStatus.ROTATING, Optional.of(NOW.plusSeconds(60)));
  }
}
