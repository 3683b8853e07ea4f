package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.otp.TrustedDevice;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link TrustedDeviceStore}, as tests. Implement it in the test class of a backend. */
public interface TrustedDeviceStoreContract {
  /** How long a browser is trusted, in these tests. */
  Duration TRUST = Duration.ofDays(30);

  /** How many browsers an account trusts, in these tests. */
  int MOST = 4;

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void aBrowserIsTrustedUntilItExpiresAndRemembersItsLastUse() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice device = device(storage, user, "one", NOW);
    Instant end = device.expiresAt();
    assertThat(storage.trustedDevices().list(user.id(), NOW)).containsExactly(device);
    assertThat(storage.trustedDevices().use(user.id(), device.digest(), end.minus(TICK)))
        .isTrue();
    assertThat(storage.trustedDevices().list(user.id(), NOW))
        .extracting(TrustedDevice::lastUsedAt)
        .containsExactly(end.minus(TICK));
    assertThat(storage.trustedDevices().use(user.id(), device.digest(), end)).isFalse();
    assertThat(storage.trustedDevices().list(user.id(), end)).isEmpty();
  }

  @Test
  @DisplayName("OTP-14: a browser of one account is a stranger to another")
  default void aBrowserIsTrustedByItsAccountOnly() {
    Storage storage = storage();
    TrustedDevice device = device(storage, Given.account(storage), "one", NOW);
    assertThat(storage.trustedDevices().use(Given.account(storage).id(), device.digest(), NOW))
        .isFalse();
    assertThat(storage.trustedDevices().use(device.user(), digest("forged"), NOW))
        .isFalse();
  }

  @Test
  @DisplayName("OTP-14: trust ends with the epoch of its account")
  default void trustEndsWithTheEpochOfItsAccount() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice device = device(storage, user, "one", NOW);
    assertThat(storage.users().advanceEpoch(user.id(), false)).isPresent();
    assertThat(storage.trustedDevices().use(user.id(), device.digest(), NOW)).isFalse();
    assertThat(storage.trustedDevices().list(user.id(), NOW)).isEmpty();
  }

  @Test
  default void listsTheNewestFirst() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice older = device(storage, user, "older", NOW);
    TrustedDevice newer = device(storage, user, "newer", NOW.plusSeconds(1));
    TrustedDevice unused = device(storage, Given.account(storage), "other", NOW);
    assertThat(storage.trustedDevices().list(user.id(), NOW)).containsExactly(newer, older);
  }

  @Test
  @DisplayName("OTP-14: of more browsers than an account may trust the oldest goes, and no other's")
  default void ofTooManyBrowsersTheOldestGoes() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice other = device(storage, Given.account(storage), "other", NOW);
    TrustedDevice oldest = device(storage, user, "oldest", NOW);
    for (int i = 1; i < MOST; i++) {
      TrustedDevice unused = device(storage, user, "more" + i, NOW.plusSeconds(i));
    }
    assertThat(storage.trustedDevices().use(user.id(), oldest.digest(), NOW)).isTrue();
    TrustedDevice newest = device(storage, user, "newest", NOW.plusSeconds(MOST));
    assertThat(storage.trustedDevices().use(user.id(), oldest.digest(), NOW)).isFalse();
    assertThat(storage.trustedDevices().list(user.id(), NOW)).hasSize(MOST).contains(newest);
    assertThat(storage.trustedDevices().use(other.user(), other.digest(), NOW)).isTrue();
  }

  @Test
  @DisplayName(
      "OTP-14 RL-08 browsers from before a change of the account go first, whatever the clock said then")
  default void browsersOfAnEarlierEpochGoFirst() {
    Storage storage = storage();
    User user = Given.account(storage);
    for (int i = 0; i < MOST; i++) {
      TrustedDevice unused = device(storage, user, "dead" + i, NOW.plusSeconds(60 + i));
    }
    User changed = storage.users().advanceEpoch(user.id(), true).orElseThrow();
    for (int i = 0; i < MOST; i++) {
      TrustedDevice added = device(storage, changed, "alive" + i, NOW.plusSeconds(i));
      assertThat(storage.trustedDevices().use(user.id(), added.digest(), NOW)).isTrue();
    }
    assertThat(storage.trustedDevices().list(user.id(), NOW)).hasSize(MOST);
  }

  @Test
  @DisplayName("RL-08 the browser that was added last stays, whatever the clock said before")
  default void theBrowserThatWasAddedLastStays() {
    Storage storage = storage();
    User user = Given.account(storage);
    for (int i = 0; i < MOST; i++) {
      TrustedDevice unused = device(storage, user, "early" + i, NOW.plusSeconds(3600 + i));
    }
    for (Instant at : List.of(NOW, NOW, NOW.minusSeconds(60))) {
      TrustedDevice last = device(storage, user, "last " + UUID.randomUUID(), at);
      assertThat(storage.trustedDevices().use(user.id(), last.digest(), NOW)).isTrue();
      assertThat(storage.trustedDevices().list(user.id(), NOW)).hasSize(MOST);
    }
  }

  @Test
  @DisplayName(
      "OTP-14: an account trusts no more browsers than it may, also if many are added at once")
  default void noMoreBrowsersAreTrustedAlsoIfManyAreAddedAtOnce() {
    Storage storage = storage();
    User user = Given.account(storage);
    AtomicInteger turn = new AtomicInteger();
    for (int round = 0; round < 10; round++) {
      List<TrustedDevice> unused = Racing.together(
          16, () -> device(storage, user, "at once " + turn.getAndIncrement(), NOW));
      assertThat(storage.trustedDevices().list(user.id(), NOW)).hasSize(MOST);
    }
  }

  @Test
  default void removesOneBrowserOfItsAccountOnce() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice one = device(storage, user, "one", NOW);
    TrustedDevice two = device(storage, user, "two", NOW);
    assertThat(storage.trustedDevices().remove(Given.account(storage).id(), one.id()))
        .isFalse();
    assertThat(Racing.together(16, () -> storage.trustedDevices().remove(user.id(), one.id())))
        .containsOnlyOnce(true);
    assertThat(storage.trustedDevices().use(user.id(), one.digest(), NOW)).isFalse();
    assertThat(storage.trustedDevices().use(user.id(), two.digest(), NOW)).isTrue();
  }

  @Test
  default void removesEveryBrowserOfAnAccount() {
    Storage storage = storage();
    User user = Given.account(storage);
    TrustedDevice one = device(storage, user, "one", NOW);
    TrustedDevice unused = device(storage, user, "two", NOW);
    TrustedDevice other = device(storage, Given.account(storage), "other", NOW);
    assertThat(storage.trustedDevices().removeAll(user.id())).isEqualTo(2);
    assertThat(storage.trustedDevices().removeAll(user.id())).isZero();
    assertThat(storage.trustedDevices().use(user.id(), one.digest(), NOW)).isFalse();
    assertThat(storage.trustedDevices().use(other.user(), other.digest(), NOW)).isTrue();
  }

  @Test
  default void deletesExpiredBrowsersAtMostAsManyAsAllowed() {
    Storage storage = storage();
    User user = Given.account(storage);
    for (int i = 0; i < 3; i++) {
      TrustedDevice unused = device(storage, user, "old" + i, NOW);
    }
    TrustedDevice kept = device(storage, user, "new", NOW.plusSeconds(1));
    Instant end = NOW.plus(TRUST);
    assertThat(storage.trustedDevices().deleteExpired(end, 100)).isZero();
    assertThat(storage.trustedDevices().deleteExpired(end.plus(TICK), 2)).isEqualTo(2);
    assertThat(storage.trustedDevices().deleteExpired(end.plus(TICK), 2)).isEqualTo(1);
    assertThat(storage.trustedDevices().use(user.id(), kept.digest(), NOW)).isTrue();
  }

  private static TrustedDevice device(Storage storage, User user, String token, Instant at) {
    TrustedDevice device = new TrustedDevice(
        new TrustedDeviceId(UUID.randomUUID()),
        user.id(),
        digest(token),
        user.epoch(),
        "Firefox on Linux",
        "192.0.2.1",
        at,
        at,
        at.plus(TRUST));
    storage.trustedDevices().insert(device, MOST);
    return device;
  }
}
