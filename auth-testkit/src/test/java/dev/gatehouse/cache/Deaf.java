package dev.gatehouse.cache;

import java.util.function.Consumer;

/** Invalidations that go to one listener and come from nowhere. */
record Deaf(Consumer<Invalidation> published) implements Invalidations {
  @Override
  public void publish(Invalidation invalidation) {
    published.accept(invalidation);
  }

  @Override
  public void subscribe(Consumer<Invalidation> listener, Runnable reset) {}

  @Override
  public void close() {}
}
