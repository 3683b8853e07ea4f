package dev.gatehouse.jdbc;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.Subscribers;
import java.util.function.Consumer;

/** Tells this node only: what is left when notifications are off. Leases bound how long others may not know. */
final class LocalInvalidations implements Invalidations {
  private final Subscribers subscribers = new Subscribers();

  @Override
  public void publish(Invalidation invalidation) {
    subscribers.deliver(invalidation);
  }

  @Override
  public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
    subscribers.add(listener, reset);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
