package dev.gatehouse.throttle;

import dev.gatehouse.storage.StoreException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A shared store, and this node's own count for the moments in which the shared one does not answer. So limits hold while it
 * is down, by node instead of together, and nobody is let through for want of an answer.
 */
public final class FallbackRateLimits implements RateLimitStore {
  private final RateLimitStore shared;
  private final RateLimitStore local;
  private final LongAdder replaced = new LongAdder();

  /** Asks the shared store first. */
  public FallbackRateLimits(RateLimitStore shared, RateLimitStore local) {
    this.shared = shared;
    this.local = local;
  }

  @Override
  public Standing take(Charge charge) {
    try {
      return shared.take(charge);
    } catch (StoreException e) {
      replaced.increment();
      return local.take(charge);
    }
  }

  @Override
  public List<Standing> takeAll(List<Charge> charges) {
    try {
      return shared.takeAll(charges);
    } catch (StoreException e) {
      replaced.increment();
      return local.takeAll(charges);
    }
  }

  /** Returns how often the local count has decided, since the start of this process. */
  public long replaced() {
    return replaced.sum();
  }
}
