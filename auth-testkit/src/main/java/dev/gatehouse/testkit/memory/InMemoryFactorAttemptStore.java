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

  /** A lock that was served is added by the first try after it. */
  private static Count counted(Count before, AttemptLimits limits, Instant now) {
    boolean served = before.failures() >= limits.failures();
    int failures = served ? 1 : before.failures() + 1;
    int locks = served ? before.locks() + 1 : before.locks();
    if (failures < limits.failures()) {
      Instant forgotten =
          locks > 0 ? bounded(before.forgottenAt(), limits, now) : now.plus(limits.forgetAfter());
      return new Count(before.key(), failures, locks, Optional.empty(), forgotten);
    }
    List<Duration> ladder = limits.locks();
    Instant end = now.plus(ladder.get(Math.min(locks, ladder.size() - 1)));
    return new Count(
        before.key(), failures, locks, Optional.of(end), end.plus(limits.forgetAfter()));
  }

  /** What a clock that ran ahead has noted is remembered no longer than anything else. */
  private static Instant bounded(Instant forgotten, AttemptLimits limits, Instant now) {
    Instant latest = now.plus(limits.longestLock()).plus(limits.forgetAfter());
    return forgotten.isAfter(latest) ? latest : forgotten;
  }

  @Override
  public void succeeded(UserId user, String factor) {
    memory.run(() -> counts
        .get(new Key(user, factor))
        .ifPresent(count -> counts.put(
            count.key(),
            new Count(count.key(), 0, count.locks(), Optional.empty(), count.forgottenAt()))));
  }

  @Override
  public void lift(UserId user, AttemptLimits limits) {
    int longest = limits.locks().size();
    memory.run(() -> counts
        .where(count -> count.key().user().equals(user)
            && count.lockedUntil().isPresent()
            && count.locks() + 1 < longest)
        .forEach(count -> counts.put(
            count.key(),
            new Count(
                count.key(),
                count.failures(),
                count.locks(),
                Optional.empty(),
                count.forgottenAt()))));
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
