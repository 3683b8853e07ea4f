package dev.gatehouse.throttle;

import dev.gatehouse.storage.StoreException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * A shared store, and this node's own count for the moments in which the shared one does not answer. So limits hold while it
 * is down, by node instead of together, and nobody is let through for want of an answer. This node then lets its share
 * through: of five for two nodes it is three.
 */
public final class FallbackRateLimits implements RateLimitStore {
  private final RateLimitStore shared;
  private final RateLimitStore local;
  private final int nodes;
  private final LongAdder replaced = new LongAdder();

  /**
   * Asks the shared store first.
   *
   * @param nodes how many nodes there are about, at least 1
   */
  public FallbackRateLimits(RateLimitStore shared, RateLimitStore local, int nodes) {
    if (nodes < 1) {
      throw new IllegalArgumentException("there is one node or more, not " + nodes);
    }
    this.shared = shared;
    this.local = local;
    this.nodes = nodes;
  }

  @Override
  public Standing take(Charge charge) {
    try {
      return shared.take(charge);
    } catch (StoreException e) {
      replaced.increment();
      return standing(charge, local.take(share(charge)));
    }
  }

  @Override
  public List<Standing> takeAll(List<Charge> charges) {
    try {
      return shared.takeAll(charges);
    } catch (StoreException e) {
      replaced.increment();
      List<Standing> own = local.takeAll(charges.stream().map(this::share).toList());
      return IntStream.range(0, own.size())
          .mapToObj(i -> standing(charges.get(i), own.get(i)))
          .toList();
    }
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

  /** Returns how often the local count has decided, since the start of this process. */
  public long replaced() {
    return replaced.sum();
  }
}
