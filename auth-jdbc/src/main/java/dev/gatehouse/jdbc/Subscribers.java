package dev.gatehouse.jdbc;

import dev.gatehouse.cache.Invalidation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who on this node wants to hear of invalidations. One that fails does not keep the others from hearing. */
final class Subscribers {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);

  private final List<Subscriber> all = new CopyOnWriteArrayList<>();

  private record Subscriber(Consumer<Invalidation> listener, Runnable reset) {}

  void add(Consumer<Invalidation> listener, Runnable reset) {
    all.add(new Subscriber(listener, reset));
  }

  void deliver(Invalidation invalidation) {
    all.forEach(subscriber -> quietly(() -> subscriber.listener().accept(invalidation)));
  }

  void reset() {
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
