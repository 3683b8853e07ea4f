package dev.gatehouse.redis;

import dev.gatehouse.storage.StoreException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears a channel, and catches up once a second, on a daemon thread of its own; connects for as long as it takes. */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final long EVERY_MILLIS = 1_000;
  private static final long PATIENCE_MILLIS = 2_000;

  private final Connector connector;
  private final String channel;
  private final Consumer<String> receiver;
  private final Runnable catchUp;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "gatehouse-redis-listener");
        daemon.setDaemon(true);
        return daemon;
      });
  private final CountDownLatch hearing = new CountDownLatch(1);
  private volatile @Nullable CompletableFuture<? extends StatefulConnection<String, String>>
      connection;
  private volatile boolean closed;
  private boolean missed;

  Listener(Connector connector, String channel, Consumer<String> receiver, Runnable catchUp) {
    this.connector = connector;
    this.channel = channel;
    this.receiver = receiver;
    this.catchUp = catchUp;
  }

  /** Begins to hear. Call it once. */
  void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(this::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Waits until it hears, for two seconds at most. Call it after {@link #start}. */
  void await() {
    try {
      if (!hearing.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("not listening on {} yet; going on to try", channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      hear();
      catchUp.run();
    } catch (StoreException e) {
      LOG.debug("could not catch up: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the listener of {} failed", channel, e);
    }
  }

  /** Subscribes once; Lettuce does so again by itself whenever the connection was lost. */
  private void hear() {
    CompletableFuture<? extends StatefulConnection<String, String>> present = connection;
    if (present == null || present.isCompletedExceptionally()) {
      present = connector.listen(channel, new RedisPubSubAdapter<>() {
        @Override
        public void message(String from, String message) {
          receiver.accept(message);
        }
      });
      connection = present;
    }
    try {
      StatefulConnection<String, String> unused = present.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
      missed = false;
      hearing.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      if (!missed) {
        missed = true;
        LOG.warn("not connected to the channel {}; going on to try", channel);
      }
    }
    if (closed) {
      hangUp();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    hangUp();
  }

  private void hangUp() {
    CompletableFuture<? extends StatefulConnection<String, String>> open = connection;
    if (open != null) {
      CompletableFuture<Void> unused =
          open.thenAccept(StatefulConnection::close).toCompletableFuture();
    }
  }
}
