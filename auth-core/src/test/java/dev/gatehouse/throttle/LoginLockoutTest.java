package dev.gatehouse.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LoginLockoutTest {
  private static final String ALICE = "alice@example.com";
  private static final ClientInfo HOME = new ClientInfo("192.0.2.1", "ua", "r");
  private static final Secret FIRST = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");
  private static final Secret SECOND =
      Secret.of("YW5vdGhlciBzZWNyZXQ6IDAxMjM0NTY3ODkgYWJjZGVmZw==");

  private final List<EventDraft> events = new ArrayList<>();
  private Instant now = Instant.parse("2030-01-01T12:00:00Z");

  private LoginLockout lockout(LockoutStore store, KeyRing keys) {
    return new LoginLockout(
        store, ThrottlePolicy.defaults(), keys, RandomSource.secure(), () -> now, events::add);
  }

  private LoginLockout lockout(LockoutStore store) {
    return lockout(store, new KeyRing(FIRST, List.of(), RandomSource.secure()));
  }

  private static Guess.Granted granted(LoginLockout lockout, ClientInfo client) {
    return (Guess.Granted) lockout.reserve(ALICE, Optional.empty(), client);
  }

  /** A store that does not answer. */
  private static final class Down implements LockoutStore {
    @Override
    public Reservation reserve(List<Lane> lanes, Instant now) {
      throw new StoreException("reserve");
    }

    @Override
    public void giveBack(List<Lane> lanes, List<Integer> failures) {
      throw new StoreException("give back");
    }

    @Override
    public List<Lock> locks(Lock.After after, Instant now, int limit) {
      throw new StoreException("locks");
    }

    @Override
    public Optional<Lock> lock(Digest key, Instant now) {
      throw new StoreException("lock");
    }

    @Override
    public List<Lock> locksAbout(List<Digest> subjects, Instant now) {
      throw new StoreException("locks about");
    }

    @Override
    public List<Lock> open(List<Digest> subjects, List<Digest> keys, Instant now) {
      throw new StoreException("open");
    }

    @Override
    public int deleteForgotten(Instant cutoff, int limit) {
      throw new StoreException("delete");
    }
  }

  @Test
  @DisplayName("BF-10 while the store does not answer nobody guesses")
  void nobodyGuessesUnseen() {
    LoginLockout lockout = lockout(new Down());
    assertThatThrownBy(() -> lockout.reserve(ALICE, Optional.empty(), HOME))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> lockout.reserve(new UserId(new UUID(0, 1))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("BF-10 a right guess that cannot be taken back is right all the same")
  void aRightGuessStaysRight() {
    Guess.Granted guess = granted(lockout(new LocalLockouts(100)), HOME);
    assertThat(lockout(new Down()).spend(guess, () -> "in", in -> true)).isEqualTo("in");
  }

  @Test
  void aGuessThatCouldNotBeJudgedIsTakenBack() {
    LoginLockout lockout = lockout(new LocalLockouts(100));
    for (int i = 0; i < 50; i++) {
      Guess.Granted guess = granted(lockout, HOME);
      assertThatThrownBy(() -> lockout.spend(
              guess,
              () -> {
                throw new IllegalStateException("busy");
              },
              right -> true))
          .hasMessage("busy");
    }
    assertThat(granted(lockout, HOME).failures()).containsExactly(1, 1, 1);
  }

  @Test
  @DisplayName(
      "BF-04 an address from which somebody always mistypes is open again with the next hour")
  void aBusyAddressIsNotShutForGood() {
    LoginLockout lockout = lockout(new LocalLockouts(1_000));
    for (int name = 0; name < 30; name++) {
      assertThat(lockout.reserve("person" + name, Optional.empty(), HOME))
          .isInstanceOf(Guess.Granted.class);
    }
    assertThat(lockout.reserve("another", Optional.empty(), HOME))
        .isInstanceOf(Guess.Delayed.class);
    now = Instant.parse("2030-01-01T13:00:00Z");
    assertThat(((Guess.Granted) lockout.reserve("another", Optional.empty(), HOME)).failures())
        .containsExactly(1, 1, 1);
  }

  @Test
  @DisplayName(
      "BF-09 whoever has collected marks of an account has thirty guesses with all of them together")
  void collectedMarksBuyNoGuesses() {
    LoginLockout lockout = lockout(new LocalLockouts(1_000));
    int granted = 0;
    for (int device = 0; device < 100; device++) {
      Optional<Secret> mark = Optional.of(lockout.devices().mark(ALICE, Optional.empty()));
      granted += lockout.reserve(ALICE, mark, HOME) instanceof Guess.Granted ? 1 : 0;
    }
    assertThat(granted).isEqualTo(30);
    assertThat(granted(lockout, HOME).failures())
        .as("strangers' lanes are untouched")
        .containsExactly(1, 1, 1);
  }

  @Test
  @DisplayName("BF-09 requests of all known devices of a name have one key, and forged marks none")
  void knownDevicesOfANameHaveOneKey() {
    KnownDevices devices = lockout(new LocalLockouts(1)).devices();
    Optional<Secret> phone = Optional.of(devices.mark(ALICE, Optional.empty()));
    Optional<Secret> laptop = Optional.of(devices.mark(ALICE, Optional.empty()));
    Optional<Secret> bobs = Optional.of(devices.mark("bob@example.com", Optional.empty()));
    assertThat(devices.limitKey(phone)).isPresent().isEqualTo(devices.limitKey(laptop));
    assertThat(devices.limitKey(bobs)).isPresent().isNotEqualTo(devices.limitKey(phone));
    assertThat(devices.limitKey(Optional.empty())).isEmpty();
    String text = phone.orElseThrow().reveal();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      Secret forged = Secret.of(text.substring(0, i) + other + text.substring(i + 1));
      assertThat(devices.limitKey(Optional.of(forged))).as("place %d", i).isEmpty();
    }
    now = now.plus(Duration.ofDays(180));
    assertThat(devices.limitKey(phone)).isEmpty();
  }

  @Test
  void aCallFromNoAddressHasNoSource() {
    assertThat(granted(lockout(new LocalLockouts(100)), ClientInfo.none()).lanes())
        .extracting(Lane::kind)
        .containsExactly(Lane.Kind.IDENTIFIER);
  }

  @Test
  void storesLearnNoNames() {
    Guess.Granted guess = granted(lockout(new LocalLockouts(100)), HOME);
    assertThat(guess.lanes()).extracting(Lane::key).doesNotHaveDuplicates();
    KeyRing other = new KeyRing(SECOND, List.of(), RandomSource.secure());
    assertThat(granted(lockout(new LocalLockouts(100), other), HOME).lanes())
        .extracting(Lane::key)
        .doesNotContainAnyElementsOf(guess.lanes().stream().map(Lane::key).toList());
  }

  @Test
  @DisplayName(
      "BF-09 marks survive a new application secret while the old one is in the ring, and no longer")
  void marksSurviveARotation() {
    LoginLockout before = lockout(new LocalLockouts(100));
    Optional<Secret> mark = Optional.of(before.devices().mark(ALICE, Optional.empty()));
    KeyRing rotated = new KeyRing(SECOND, List.of(FIRST), RandomSource.secure());
    KeyRing replaced = new KeyRing(SECOND, List.of(), RandomSource.secure());
    assertThat(lockout(new LocalLockouts(1), rotated).devices().find(ALICE, mark))
        .isPresent();
    assertThat(lockout(new LocalLockouts(1), replaced).devices().find(ALICE, mark))
        .isEmpty();
    assertThat(before.devices().find("bob@example.com", mark)).isEmpty();
    now = now.plus(Duration.ofDays(180));
    assertThat(before.devices().find(ALICE, mark)).isEmpty();
  }

  @Test
  void quickGuessesAndLocksAreReported() {
    LoginLockout lockout = lockout(new LocalLockouts(100));
    for (int i = 0; i < 10; i++) {
      Guess.Granted guess = granted(lockout, HOME);
      lockout.failed(guess, Optional.empty(), HOME);
      now = now.plusSeconds(i < 4 ? 0 : 60);
    }
    assertThat(events)
        .extracting(EventDraft::type)
        .containsExactly(EventType.LOGIN_ATTACK_SUSPECTED, EventType.LOGIN_LOCKED);
    assertThat(events.get(0).outcome()).isEqualTo("guesses_in_quick_succession");
    assertThat(events.get(1).data())
        .containsEntry("lanes", "identifier pair")
        .containsEntry("failures", "10");
  }

  @Test
  void aFloodOfFailuresIsReportedOnce() {
    LoginLockout lockout = lockout(new LocalLockouts(100_000));
    for (int i = 0; i < 1_000; i++) {
      ClientInfo client = new ClientInfo("203.0." + i / 250 + "." + i % 250, "ua", "r");
      Guess guess = lockout.reserve("user" + i + "@example.com", Optional.empty(), client);
      lockout.failed((Guess.Granted) guess, Optional.empty(), client);
    }
    assertThat(events).extracting(EventDraft::outcome).containsExactly("flood_of_failures");
  }

  @Test
  void theRulesAreThoseOfTheDocumentation() {
    LaneRule rule = LockoutPolicy.defaults().rule();
    List<Long> waits = java.util.stream.IntStream.rangeClosed(1, 26)
        .mapToObj(failures -> rule.waitAfter(failures).toSeconds())
        .toList();
    assertThat(waits)
        .startsWith(0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 60L, 120L, 180L)
        .endsWith(840L, 900L, 900L, 900L);
    assertThat(rule.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(15));
  }
}
