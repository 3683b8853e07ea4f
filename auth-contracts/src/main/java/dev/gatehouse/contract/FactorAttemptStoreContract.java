package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.otp.Attempt;
import dev.gatehouse.otp.AttemptLimits;
import dev.gatehouse.otp.FactorAttemptStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link FactorAttemptStore}, as tests. Implement it in the test class of a backend. */
public interface FactorAttemptStoreContract {
  /** Three failures lock for a minute, then two, then four; a day without a try starts anew. */
  AttemptLimits LIMITS =
      new AttemptLimits(3, Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofDays(1));

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void theLastTryIsGrantedAndLocks() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant end = NOW.plusSeconds(60);
    assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(true, Optional.empty()));
    assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(true, Optional.empty()));
    assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(true, Optional.of(end)));
    assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(false, Optional.of(end)));
    assertThat(reserve(storage, user, end.minus(TICK)))
        .isEqualTo(new Attempt(false, Optional.of(end)));
    assertThat(reserve(storage, user, end).isGranted()).isTrue();
  }

  @Test
  @DisplayName("OTP-05: of concurrent tries exactly as many are granted as the limit allows")
  default void ofConcurrentTriesExactlyTheLimitIsGranted() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    assertThat(Racing.together(16, () -> reserve(storage, user, NOW).isGranted()))
        .filteredOn(granted -> granted)
        .hasSize(3);
  }

  @Test
  default void locksGrowToTheLongest() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant at = NOW;
    for (int minutes : List.of(1, 2, 4, 4, 4)) {
      Instant end = at.plus(Duration.ofMinutes(minutes));
      assertThat(lock(storage, user, at)).isEqualTo(end);
      at = end;
    }
  }

  @Test
  @DisplayName("OTP-05: a right proof forgets the failures, and no lock that came before")
  default void aRightProofForgetsFailuresAndNoLock() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant first = lock(storage, user, NOW);
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i < LIMITS.failures(); i++) {
        assertThat(reserve(storage, user, first)).isEqualTo(new Attempt(true, Optional.empty()));
      }
      storage.factorAttempts().succeeded(user, "totp");
    }
    assertThat(lock(storage, user, first)).isEqualTo(first.plusSeconds(120));
  }

  @Test
  @DisplayName("OTP-05: the last try that turns out right takes its own lock back, and none before")
  default void aRightLastTryTakesItsLockBack() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant unused = lock(storage, user, NOW);
    storage.factorAttempts().succeeded(user, "totp");
    Instant first = lock(storage, user, NOW);
    assertThat(first).isEqualTo(NOW.plusSeconds(60));
    Instant unusedToo = lock(storage, user, first);
    storage.factorAttempts().succeeded(user, "totp");
    assertThat(lock(storage, user, first)).isEqualTo(first.plusSeconds(120));
  }

  @Test
  default void triesAreForgottenAfterLongEnoughAndNotATickSooner() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant end = lock(storage, user, NOW);
    Instant forgotten = end.plus(LIMITS.forgetAfter());
    assertThat(lock(storage, user, forgotten.minus(TICK)))
        .isEqualTo(forgotten.minus(TICK).plusSeconds(120));
    Instant later = forgotten.minus(TICK).plusSeconds(120).plus(LIMITS.forgetAfter());
    assertThat(lock(storage, user, later)).isEqualTo(later.plusSeconds(60));
  }

  @Test
  @DisplayName(
      "OTP-05: locks age from the end of the last one, whatever is tried and right meanwhile")
  default void locksAgeFromTheEndOfTheLastOne() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant end = lock(storage, user, NOW);
    Instant forgotten = end.plus(LIMITS.forgetAfter());
    assertThat(reserve(storage, user, forgotten.minus(TICK)).isGranted()).isTrue();
    storage.factorAttempts().succeeded(user, "totp");
    assertThat(lock(storage, user, forgotten)).isEqualTo(forgotten.plusSeconds(60));
  }

  @Test
  @DisplayName("OTP-05: a lock that is lifted stays counted, one of the longest is not lifted")
  default void aLockThatIsLiftedStaysCounted() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    UserId other = Given.account(storage).id();
    Instant unused = lock(storage, other, NOW);
    for (int minutes : List.of(1, 2)) {
      assertThat(lock(storage, user, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
      storage.factorAttempts().lift(user, LIMITS);
    }
    Instant longest = lock(storage, user, NOW);
    assertThat(longest).isEqualTo(NOW.plus(Duration.ofMinutes(4)));
    storage.factorAttempts().lift(user, LIMITS);
    assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(false, Optional.of(longest)));
    assertThat(reserve(storage, other, NOW).isGranted())
        .as("of its account only")
        .isFalse();
  }

  @Test
  @DisplayName("OTP-05: lifting forgets no failure that has led to no lock")
  default void liftingForgetsNoFailure() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    for (int i = 1; i < LIMITS.failures(); i++) {
      assertThat(reserve(storage, user, NOW)).isEqualTo(new Attempt(true, Optional.empty()));
    }
    storage.factorAttempts().lift(user, LIMITS);
    assertThat(reserve(storage, user, NOW).lockedUntil()).isPresent();
  }

  @Test
  @DisplayName(
      "OTP-05: within any day 44 guesses, however often locks are lifted, and four more for each right code")
  default void aDayOfGuessesIsBounded() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    FactorAttemptStore attempts = storage.factorAttempts();
    AttemptLimits limits = AttemptLimits.defaults();
    int ladder = guesses(attempts, user, limits, NOW);
    assertThat(ladder).isEqualTo(40);
    Instant forgotten = NOW.plus(limits.longestLock()).plus(limits.forgetAfter());
    int guesses = freeGuesses(attempts, user, limits, forgotten.minus(TICK));
    for (int right = 0; right < 6; right++) {
      guesses += freeGuesses(attempts, user, limits, forgotten);
      attempts.succeeded(user, "totp");
    }
    guesses += guesses(attempts, user, limits, forgotten);
    assertThat(guesses).isEqualTo(44 + 6 * 4);
    assertThat(
            guesses(attempts, user, limits, forgotten.plus(Duration.ofDays(1)).minus(TICK)))
        .isZero();
  }

  /** Guesses up to the last failure that leads to no lock. */
  private static int freeGuesses(
      FactorAttemptStore attempts, UserId user, AttemptLimits limits, Instant at) {
    for (int i = 1; i < limits.failures(); i++) {
      assertThat(attempts.reserve(user, "totp", limits, at))
          .isEqualTo(new Attempt(true, Optional.empty()));
    }
    return limits.failures() - 1;
  }

  /** Guesses until no more is granted, and has every lock lifted that can be. */
  private static int guesses(
      FactorAttemptStore attempts, UserId user, AttemptLimits limits, Instant at) {
    int guesses = 0;
    while (guesses < 1_000 && attempts.reserve(user, "totp", limits, at).isGranted()) {
      guesses++;
      attempts.lift(user, limits);
    }
    return guesses;
  }

  @Test
  default void factorsAndAccountsAreCountedApart() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    UserId other = Given.account(storage).id();
    Instant unused = lock(storage, user, NOW);
    assertThat(
            storage.factorAttempts().reserve(user, "recovery_code", LIMITS, NOW).isGranted())
        .isTrue();
    assertThat(reserve(storage, other, NOW).isGranted()).isTrue();
    assertThat(reserve(storage, user, NOW).isGranted()).isFalse();
  }

  @Test
  default void clearsOneFactorOrAll() {
    Storage storage = storage();
    FactorAttemptStore attempts = storage.factorAttempts();
    UserId user = Given.account(storage).id();
    for (String factor : List.of("totp", "recovery_code")) {
      for (int i = 0; i < LIMITS.failures(); i++) {
        assertThat(attempts.reserve(user, factor, LIMITS, NOW).isGranted()).isTrue();
      }
    }
    attempts.succeeded(user, "totp");
    assertThat(attempts.reserve(user, "totp", LIMITS, NOW).isGranted()).isTrue();
    assertThat(attempts.reserve(user, "recovery_code", LIMITS, NOW).isGranted()).isFalse();
    attempts.clearAll(user);
    assertThat(attempts.reserve(user, "recovery_code", LIMITS, NOW).isGranted()).isTrue();
  }

  @Test
  @DisplayName("BF-12: a clock that ran ahead locks nobody")
  default void aClockThatRanAheadLocksNobody() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant unused = lock(storage, user, NOW.plus(Duration.ofDays(365)));
    assertThat(reserve(storage, user, NOW).isGranted()).isTrue();
  }

  @Test
  @DisplayName("OTP-05: at the longest lock nobody gets a try by a clock that is a little behind")
  default void aClockThatIsBehindOpensNoLock() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    Instant at = NOW;
    for (int stage = 0; stage < 3; stage++) {
      at = lock(storage, user, at);
    }
    for (Duration behind :
        List.of(Duration.ofNanos(1_000), Duration.ofSeconds(5), Duration.ofMinutes(4))) {
      Instant before = at.minus(Duration.ofMinutes(4)).minus(behind);
      assertThat(reserve(storage, user, before).isGranted())
          .as(behind.toString())
          .isFalse();
    }
  }

  @Test
  @DisplayName(
      "OTP-05: a try that was made stays counted, whatever becomes of the unit of work around it")
  default void aTryThatIsRolledBackStaysCounted() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    assertThat(reserve(storage, user, NOW).isGranted()).isTrue();
    Failing.unit(storage, () -> {
      Attempt unused = reserve(storage, user, NOW);
    });
    assertThat(reserve(storage, user, NOW).lockedUntil()).isPresent();
  }

  @Test
  default void deletesForgottenCountsAtMostAsManyAsAllowed() {
    Storage storage = storage();
    for (int i = 0; i < 3; i++) {
      Attempt unused = reserve(storage, Given.account(storage).id(), NOW);
    }
    UserId locked = Given.account(storage).id();
    Instant unused = lock(storage, locked, NOW);
    Instant forgotten = NOW.plus(LIMITS.forgetAfter());
    FactorAttemptStore attempts = storage.factorAttempts();
    assertThat(attempts.deleteForgotten(forgotten, 100)).isZero();
    assertThat(attempts.deleteForgotten(forgotten.plus(TICK), 2)).isEqualTo(2);
    assertThat(attempts.deleteForgotten(forgotten.plus(TICK), 2)).isEqualTo(1);
    assertThat(reserve(storage, locked, NOW).isGranted()).isFalse();
  }

  private static Attempt reserve(Storage storage, UserId user, Instant at) {
    return storage.factorAttempts().reserve(user, "totp", LIMITS, at);
  }

  /** Tries until the factor is locked and returns the end of the lock. */
  private static Instant lock(Storage storage, UserId user, Instant at) {
    for (int i = 1; i < LIMITS.failures(); i++) {
      assertThat(reserve(storage, user, at)).isEqualTo(new Attempt(true, Optional.empty()));
    }
    Attempt last = reserve(storage, user, at);
    assertThat(last.isGranted()).isTrue();
    return last.lockedUntil().orElseThrow();
  }
}
