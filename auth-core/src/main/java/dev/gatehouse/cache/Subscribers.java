package dev.gatehouse.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who on this node wants to hear of invalidations: for whoever implements {@link Invalidations}. One that fails does not
 * keep the others from hearing. Safe for use by many threads.
 */
public final class Subscribers {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);

  private final List<Subscriber> all = new CopyOnWriteArrayList<>();

  /** Starts with nobody. */
  public Subscribers() {}

  private record Subscriber(Consumer<Invalidation> listener, Runnable reset) {}

  /** Adds a listener, and what it does when messages may have been lost. */
  public void add(Consumer<Invalidation> listener, Runnable reset) {
    all.add(new Subscriber(listener, reset));
  }

  /** Tells everybody, on this thread. */
  public void deliver(Invalidation invalidation) {
    all.forEach(subscriber -> quietly(() -> subscriber.listener().accept(invalidation)));
  }

  /** Tells everybody that messages may have been lost. */
  public void reset() {
    all.forEach(subscriber -> quietly(subscriber.reset()));
  }

  private static void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener of invalidations failed", e);
    }
  }
}
