package dev.gatehouse.throttle;

import dev.gatehouse.storage.StoreException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A shared store, and what to do in the moments in which it does not answer: each quota has its {@link FailureMode}. Unless
 * that says otherwise this node counts for itself and lets its share through: of five for two nodes it is three. So limits
 * hold while the store is down, by node instead of together, and nobody is let through for want of an answer.
 */
public final class FallbackRateLimits implements RateLimitStore {
  private final RateLimitStore shared;
  private final RateLimitStore local;
  private final int nodes;
  private final Function<Quota, FailureMode> modes;
  private final LongAdder decidedHere = new LongAdder();
  private final LongAdder failedOpen = new LongAdder();
  private final LongAdder failedClosed = new LongAdder();

  /**
   * Asks the shared store first; without an answer this node counts.
   *
   * @param nodes how many nodes there are about, at least 1
   */
  public FallbackRateLimits(RateLimitStore shared, RateLimitStore local, int nodes) {
    this(shared, local, nodes, quota -> FailureMode.LOCAL);
  }

  /**
   * Asks the shared store first; without an answer each quota has its mode.
   *
   * @param nodes how many nodes there are about, at least 1
   */
  public FallbackRateLimits(
      RateLimitStore shared, RateLimitStore local, int nodes, Function<Quota, FailureMode> modes) {
    if (nodes < 1) {
      throw new IllegalArgumentException("there is one node or more, not " + nodes);
    }
    this.shared = shared;
    this.local = local;
    this.nodes = nodes;
    this.modes = modes;
  }

  @Override
  public Standing take(Charge charge) {
    try {
      return shared.take(charge);
    } catch (StoreException e) {
      return alone(List.of(charge), e).get(0);
    }
  }

  @Override
  public long takeOne(Quota quota, LimitKey key) {
    try {
      return shared.takeOne(quota, key);
    } catch (StoreException e) {
      return alone(List.of(Charge.of(quota, key)), e).get(0).outcome();
    }
  }

  @Override
  public List<Standing> takeAll(List<Charge> charges) {
    try {
      return shared.takeAll(charges);
    } catch (StoreException e) {
      return alone(charges, e);
    }
  }

  /** One that fails closed refuses all; those that fail open take no part. */
  private List<Standing> alone(List<Charge> charges, StoreException failure) {
    if (charges.stream().anyMatch(charge -> mode(charge) == FailureMode.CLOSED)) {
      failedClosed.increment();
      throw failure;
    }
    List<Charge> counted =
        charges.stream().filter(charge -> mode(charge) == FailureMode.LOCAL).toList();
    (counted.size() < charges.size() ? failedOpen : decidedHere).increment();
    Iterator<Standing> own = counted.isEmpty()
        ? List.<Standing>of().iterator()
        : local.takeAll(counted.stream().map(this::share).toList()).iterator();
    return charges.stream()
        .map(charge -> mode(charge) == FailureMode.OPEN
            ? new Standing(charge.quota(), true, 0)
            : standing(charge, own.next()))
        .toList();
  }

  private FailureMode mode(Charge charge) {
    return modes.apply(charge.quota());
  }

  private Charge share(Charge charge) {
    Limit whole = charge.quota().limit();
    Limit share = new Limit((whole.capacity() + nodes - 1) / nodes, whole.period());
    return new Charge(
        new Quota(charge.quota().name(), share),
        charge.key(),
        Math.min(charge.cost(), share.capacity()));
  }

  private static Standing standing(Charge asked, Standing own) {
    long whole = asked.quota().limit().intervalNanos();
    long part = own.quota().limit().intervalNanos();
    long nanos = own.allowed() ? own.nanos() / part * whole : own.nanos();
    return new Standing(asked.quota(), own.allowed(), nanos);
  }

  /** Returns how often the shared store was done without. */
  public FallbackCounts counts() {
    return new FallbackCounts(decidedHere.sum(), failedOpen.sum(), failedClosed.sum());
  }
}
