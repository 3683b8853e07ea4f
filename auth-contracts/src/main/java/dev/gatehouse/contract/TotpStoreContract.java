package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TotpStore;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link TotpStore}, as tests. Implement it in the test class of a backend. */
public interface TotpStoreContract {
  /** How many devices count at most, in these tests. */
  int MOST = 3;

  /** How long a device waits to be confirmed. */
  Duration ENROLMENT = Duration.ofMinutes(15);

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void aPendingDeviceIsKeptAsItIs() {
    Storage storage = storage();
    TotpDevice pending = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(pending);
    assertThat(storage.totp().list(pending.user())).containsExactly(pending);
  }

  @Test
  @DisplayName("OTP-07: beginning again forgets the device that waited, and no other")
  default void beginningAgainForgetsTheDeviceThatWaited() {
    Storage storage = storage();
    User user = Given.account(storage);
    TotpDevice other = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(other);
    TotpDevice active = confirmed(storage, user.id(), NOW, 5);
    storage.totp().begin(pending(user.id(), NOW.plusSeconds(1)));
    TotpDevice last = pending(user.id(), NOW.plusSeconds(2));
    storage.totp().begin(last);
    assertThat(ids(storage, user)).containsExactly(active.id(), last.id());
    assertThat(storage.totp().list(other.user())).containsExactly(other);
  }

  @Test
  @DisplayName("OTP-07: of enrolments begun at once one is left")
  default void ofEnrolmentsBegunAtOnceOneIsLeft() {
    Storage storage = storage();
    User user = Given.account(storage);
    List<Boolean> unused = Racing.together(16, () -> {
      storage.totp().begin(pending(user.id(), NOW));
      return true;
    });
    assertThat(storage.totp().list(user.id())).hasSize(1);
  }

  @Test
  @DisplayName(
      "OTP-07: tries are counted by the device that waits, also many at once, and by no other")
  default void triesAreCountedByTheDeviceThatWaits() {
    Storage storage = storage();
    TotpDevice pending = pending(Given.account(storage).id(), NOW);
    TotpDevice other = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(pending);
    storage.totp().begin(other);
    assertThat(
            Racing.together(16, () -> storage.totp().reserveTry(pending.user(), pending.id(), 3)))
        .filteredOn(granted -> granted)
        .hasSize(3);
    assertThat(storage.totp().reserveTry(other.user(), pending.id(), 100)).isFalse();
    assertThat(storage.totp().reserveTry(other.user(), other.id(), 1)).isTrue();
    TotpDevice again = pending(pending.user(), NOW);
    storage.totp().begin(again);
    assertThat(storage.totp().reserveTry(again.user(), pending.id(), 100)).isFalse();
    assertThat(storage.totp().reserveTry(again.user(), again.id(), 3)).isTrue();
    assertThat(storage.totp().confirm(again.user(), again.id(), 1, MOST, NOW)).isTrue();
    assertThat(storage.totp().reserveTry(again.user(), again.id(), 3))
        .as("nothing waits")
        .isFalse();
  }

  @Test
  default void confirmingMakesTheDeviceCountWithItsStepSpent() {
    Storage storage = storage();
    TotpDevice pending = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(pending);
    Instant at = NOW.plusSeconds(30);
    assertThat(storage.totp().confirm(pending.user(), pending.id(), 77, MOST, at))
        .isTrue();
    TotpDevice active = only(storage, pending.user());
    assertThat(active.confirmedAt()).contains(at);
    assertThat(active.lastUsedAt()).contains(at);
    assertThat(active.lastStep()).isEqualTo(77);
    assertThat(active.secret()).isEqualTo(pending.secret());
    assertThat(storage.totp().advanceStep(pending.user(), pending.id(), 77, at)).isFalse();
  }

  @Test
  default void confirmsOnceAlsoForManyAtOnce() {
    Storage storage = storage();
    TotpDevice pending = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(pending);
    assertThat(Racing.together(
            16, () -> storage.totp().confirm(pending.user(), pending.id(), 77, MOST, NOW)))
        .containsOnlyOnce(true);
  }

  @Test
  default void confirmsNothingThatExpiredBelongsToSomebodyElseOrIsOneTooMany() {
    Storage storage = storage();
    User user = Given.account(storage);
    User stranger = Given.account(storage);
    TotpDevice pending = pending(user.id(), NOW);
    storage.totp().begin(pending);
    Instant end = pending.expiresAt();
    assertThat(storage.totp().confirm(user.id(), pending.id(), 1, MOST, end)).isFalse();
    assertThat(storage.totp().confirm(stranger.id(), pending.id(), 1, MOST, NOW))
        .isFalse();
    assertThat(storage.totp().confirm(user.id(), newId(), 1, MOST, NOW)).isFalse();
    assertThat(storage.totp().confirm(user.id(), pending.id(), 1, MOST, end.minus(TICK)))
        .isTrue();
    for (int i = 1; i < MOST; i++) {
      TotpDevice unused = confirmed(storage, user.id(), NOW.plusSeconds(i), 1);
    }
    TotpDevice tooMany = pending(user.id(), NOW.plusSeconds(60));
    storage.totp().begin(tooMany);
    assertThat(storage.totp().confirm(user.id(), tooMany.id(), 1, MOST, NOW)).isFalse();
    assertThat(only(storage, user.id(), tooMany.id()).isActive()).isFalse();
  }

  @Test
  @DisplayName("OTP-01: of any number of concurrent calls for one step exactly one is accepted")
  default void aStepIsAcceptedOnceAlsoForManyAtOnce() {
    Storage storage = storage();
    TotpDevice device = confirmed(storage, Given.account(storage).id(), NOW, 10);
    assertThat(Racing.together(
            16, () -> storage.totp().advanceStep(device.user(), device.id(), 11, NOW)))
        .containsOnlyOnce(true);
  }

  @Test
  default void ofConcurrentStepsThatAreAcceptedTheLatestStays() {
    Storage storage = storage();
    TotpDevice device = confirmed(storage, Given.account(storage).id(), NOW, 10);
    AtomicInteger turn = new AtomicInteger();
    List<Boolean> unused = Racing.together(
        16,
        () -> storage
            .totp()
            .advanceStep(device.user(), device.id(), 11 + turn.getAndIncrement() % 4, NOW));
    assertThat(only(storage, device.user()).lastStep()).isEqualTo(14);
  }

  @Test
  @DisplayName("OTP-02: after a step no earlier one is accepted")
  default void stepsOnlyGoForward() {
    Storage storage = storage();
    TotpDevice device = confirmed(storage, Given.account(storage).id(), NOW, 10);
    assertThat(storage.totp().advanceStep(device.user(), device.id(), 12, NOW)).isTrue();
    assertThat(storage.totp().advanceStep(device.user(), device.id(), 11, NOW)).isFalse();
    assertThat(storage.totp().advanceStep(device.user(), device.id(), 12, NOW)).isFalse();
    assertThat(storage.totp().advanceStep(device.user(), device.id(), 13, NOW.plusSeconds(30)))
        .isTrue();
    assertThat(only(storage, device.user()).lastUsedAt()).contains(NOW.plusSeconds(30));
  }

  @Test
  default void noStepIsAcceptedOfAPendingDeviceNorForSomebodyElse() {
    Storage storage = storage();
    TotpDevice pending = pending(Given.account(storage).id(), NOW);
    storage.totp().begin(pending);
    assertThat(storage.totp().advanceStep(pending.user(), pending.id(), 1, NOW)).isFalse();
    TotpDevice active = confirmed(storage, Given.account(storage).id(), NOW, 10);
    assertThat(storage.totp().advanceStep(pending.user(), active.id(), 11, NOW)).isFalse();
    assertThat(storage.totp().advanceStep(active.user(), newId(), 11, NOW)).isFalse();
  }

  @Test
  default void aStepThatIsRolledBackWasNotSpent() {
    Storage storage = storage();
    TotpDevice device = confirmed(storage, Given.account(storage).id(), NOW, 10);
    Failing.unit(storage, () -> {
      boolean unused = storage.totp().advanceStep(device.user(), device.id(), 11, NOW);
    });
    assertThat(storage.totp().advanceStep(device.user(), device.id(), 11, NOW)).isTrue();
  }

  @Test
  default void aSecretIsSealedAnewOnlyInPlaceOfTheOneThatWasRead() {
    Storage storage = storage();
    TotpDevice device = confirmed(storage, Given.account(storage).id(), NOW, 10);
    assertThat(storage.totp().reseal(device.id(), sealed("other"), sealed("new")))
        .isFalse();
    assertThat(storage.totp().reseal(device.id(), device.secret(), sealed("new")))
        .isTrue();
    assertThat(only(storage, device.user()).secret()).isEqualTo(sealed("new"));
    assertThat(only(storage, device.user()).lastStep()).isEqualTo(10);
  }

  @Test
  default void removesOneConfirmedDeviceOnce() {
    Storage storage = storage();
    User user = Given.account(storage);
    TotpDevice one = confirmed(storage, user.id(), NOW, 1);
    TotpDevice two = confirmed(storage, user.id(), NOW.plusSeconds(1), 1);
    TotpDevice pending = pending(user.id(), NOW.plusSeconds(2));
    storage.totp().begin(pending);
    assertThat(storage.totp().remove(Given.account(storage).id(), one.id())).isFalse();
    assertThat(storage.totp().remove(user.id(), pending.id())).isFalse();
    assertThat(Racing.together(16, () -> storage.totp().remove(user.id(), one.id())))
        .containsOnlyOnce(true);
    assertThat(ids(storage, user)).containsExactly(two.id(), pending.id());
  }

  @Test
  default void removesAllDevicesAndCountsTheConfirmedOnes() {
    Storage storage = storage();
    User user = Given.account(storage);
    TotpDevice unused = confirmed(storage, user.id(), NOW, 1);
    storage.totp().begin(pending(user.id(), NOW));
    TotpDevice other = confirmed(storage, Given.account(storage).id(), NOW, 1);
    assertThat(storage.totp().removeAll(user.id())).isEqualTo(1);
    assertThat(storage.totp().removeAll(user.id())).isZero();
    assertThat(storage.totp().list(user.id())).isEmpty();
    assertThat(storage.totp().list(other.user())).hasSize(1);
  }

  @Test
  @DisplayName("OTP-07: an enrolment that was abandoned is deleted; a confirmed device never is")
  default void deletesAbandonedEnrolmentsOnly() {
    Storage storage = storage();
    TotpDevice active = confirmed(storage, Given.account(storage).id(), NOW, 1);
    for (int i = 0; i < 3; i++) {
      storage.totp().begin(pending(Given.account(storage).id(), NOW));
    }
    Instant end = NOW.plus(ENROLMENT);
    assertThat(storage.totp().deleteExpired(end, 100)).isZero();
    assertThat(storage.totp().deleteExpired(end.plus(TICK), 2)).isEqualTo(2);
    assertThat(storage.totp().deleteExpired(end.plus(TICK), 2)).isEqualTo(1);
    assertThat(storage.totp().list(active.user())).hasSize(1);
  }

  private static TotpDeviceId newId() {
    return new TotpDeviceId(UUID.randomUUID());
  }

  private static TotpDevice pending(UserId user, Instant at) {
    TotpDeviceId id = newId();
    return new TotpDevice(
        id,
        user,
        "Zoë's phone",
        sealed(id.toString()),
        0,
        at,
        at.plus(ENROLMENT),
        Optional.empty(),
        Optional.empty());
  }

  private static TotpDevice confirmed(Storage storage, UserId user, Instant at, long step) {
    TotpDevice pending = pending(user, at);
    storage.totp().begin(pending);
    assertThat(storage.totp().confirm(user, pending.id(), step, 100, at)).isTrue();
    return only(storage, user, pending.id());
  }

  private static TotpDevice only(Storage storage, UserId user) {
    List<TotpDevice> devices = storage.totp().list(user);
    assertThat(devices).hasSize(1);
    return devices.get(0);
  }

  private static TotpDevice only(Storage storage, UserId user, TotpDeviceId id) {
    return storage.totp().list(user).stream()
        .filter(device -> device.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<TotpDeviceId> ids(Storage storage, User user) {
    return storage.totp().list(user.id()).stream().map(TotpDevice::id);
  }
}
