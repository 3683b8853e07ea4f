package dev.gatehouse.cache;

import java.util.function.Consumer;

/** Takes shared copies away before anybody hears that they are out of date, lest somebody fetch them again. */
final class RemovingInvalidations implements Invalidations {
  private final SecondLevel level;
  private final Invalidations broadcast;

  RemovingInvalidations(SecondLevel level, Invalidations broadcast) {
    this.level = level;
    this.broadcast = broadcast;
  }

  @Override
  public void publish(Invalidation invalidation) {
    level.remove(invalidation);
    broadcast.publish(invalidation);
  }

  @Override
  public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
    // Whoever published it may not have reached the cache: what lies there is not asked for a
    // while.
    broadcast.subscribe(
        invalidation -> {
          level.distrust(invalidation);
          listener.accept(invalidation);
        },
        () -> {
          level.distrustAll();
          reset.run();
        });
  }

  @Override
  public void awaitConnected() {
    broadcast.awaitConnected();
  }

  @Override
  public void close() {
    broadcast.close();
  }
}
