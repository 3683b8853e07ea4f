package dev.gatehouse.cache;

import java.util.function.Consumer;

/** Invalidations of other nodes, as a test has them arrive. */
final class Line implements Invalidations {
  private Consumer<Invalidation> heard = invalidation -> {};
  private Runnable lost = () -> {};

  void hear(Invalidation invalidation) {
    heard.accept(invalidation);
  }

  void lose() {
    lost.run();
  }

  @Override
  public void publish(Invalidation invalidation) {
    hear(invalidation);
  }

  @Override
  public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
    heard = listener;
    lost = reset;
  }

  @Override
  public void close() {}
}
