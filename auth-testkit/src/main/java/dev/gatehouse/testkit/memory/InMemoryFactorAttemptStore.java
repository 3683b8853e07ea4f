package dev.gatehouse.testkit.memory;

import dev.gatehouse.otp.Attempt;
import dev.gatehouse.otp.AttemptLimits;
import dev.gatehouse.otp.FactorAttemptStore;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model of {@link FactorAttemptStore}. */
final class InMemoryFactorAttemptStore implements FactorAttemptStore {
  private final Memory memory;
  private final Table<Key, Count> counts;

  private record Key(UserId user, String factor) {}

  private record Count(
      Key key, int failures, int locks, Optional<Instant> lockedUntil, Instant forgottenAt) {}

  /** Has a memory of its own: a try that was made stays counted, whatever becomes of the unit of work around it. */
  InMemoryFactorAttemptStore() {
    this.memory = new Memory();
    this.counts = new Table<>(memory);
  }

  @Override
  public Attempt reserve(UserId user, String factor, AttemptLimits limits, Instant now) {
    Key key = new Key(user, factor);
    return memory.call(() -> {
      Count before = counts
          .get(key)
          .filter(count -> now.isBefore(count.forgottenAt()))
          .orElse(new Count(key, 0, 0, Optional.empty(), now));
      Instant latest = now.plus(limits.longestLock().multipliedBy(2));
      Optional<Instant> lock =
          before.lockedUntil().filter(end -> now.isBefore(end) && !end.isAfter(latest));
      if (lock.isPresent()) {
        return new Attempt(false, lock);
      }
      Count after = counted(before, limits, now);
      counts.put(key, after);
      return new Attempt(true, after.lockedUntil());
    });
  }

  private static Count counted(Count before, AttemptLimits limits, Instant now) {
    if (before.failures() + 1 < limits.failures()) {
      return new Count(
          before.key(),
          before.failures() + 1,
          before.locks(),
          Optional.empty(),
          now.plus(limits.forgetAfter()));
    }
    List<Duration> locks = limits.locks();
    Instant end = now.plus(locks.get(Math.min(before.locks(), locks.size() - 1)));
    return new Count(
        before.key(), 0, before.locks() + 1, Optional.of(end), end.plus(limits.forgetAfter()));
  }

  @Override
  public void clear(UserId user, String factor) {
    memory.run(() -> counts.remove(new Key(user, factor)));
  }

  @Override
  public void clearAll(UserId user) {
    memory.run(() -> {
      int unused = counts.removeWhere(count -> count.key().user().equals(user), Integer.MAX_VALUE);
    });
  }

  @Override
  public int deleteForgotten(Instant cutoff, int limit) {
    return memory.call(
        () -> counts.removeWhere(count -> count.forgottenAt().isBefore(cutoff), limit));
  }
}
