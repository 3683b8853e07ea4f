package dev.gatehouse.redis;

import dev.gatehouse.storage.StoreException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis and waits no longer than the timeout. It connects at the first call, so that an application starts without
 * Redis; a server that does not answer is asked again twice a second by one caller, and by nobody else. Calls of many
 * threads travel over one connection, as many at a time as there are.
 */
final class CommandExecutor {
  /** With a trial every half second this takes some four seconds. */
  private static final int MOST_SILENT = 10;

  private static final Pattern KIND =
      Pattern.compile("^(?:ERR Error running script .*: -)?([A-Z]{1,20})(?: |$)", Pattern.DOTALL);

  private final Connector connector;
  private final Duration timeout;
  private final Breaker breaker;
  private final AtomicReference<@Nullable CompletableFuture<Connector.Commands>> connecting =
      new AtomicReference<>();
  private final AtomicInteger silent = new AtomicInteger();
  private final LongAdder failures = new LongAdder();

  CommandExecutor(Connector connector, Duration timeout, Breaker breaker) {
    this.connector = connector;
    this.timeout = timeout;
    this.breaker = breaker;
  }

  /**
   * Asks.
   *
   * @param what names the question in messages; never a value
   * @throws StoreException if there is no answer in time, or an error
   */
  <T> T ask(
      String what,
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> question) {
    if (!breaker.permits()) {
      throw new StoreException("redis did not answer a moment ago: " + what + " was not asked");
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      Connector.Commands commands = within(deadline, connection());
      T answer = within(deadline, question.apply(commands.async()).toCompletableFuture());
      silent.set(0);
      breaker.succeeded();
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("redis: interrupted in " + what);
    } catch (TimeoutException | ExecutionException | RuntimeException e) {
      if (e instanceof TimeoutException && silent.incrementAndGet() >= MOST_SILENT) {
        hangUp();
      }
      breaker.failed();
      failures.increment();
      throw new StoreException("redis: " + what + " failed: " + reason(e));
    }
  }

  /** Says something and does not wait: it comes to nothing while there is no connection, or Redis does not answer. */
  <T> void tell(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> word) {
    CompletableFuture<Connector.Commands> present = connecting.get();
    if (breaker.isOpen() || present == null || !present.isDone()) {
      return;
    }
    CompletableFuture<T> unused = present
        .thenCompose(commands -> word.apply(commands.async()))
        .whenComplete((done, failure) -> {
          if (failure != null) {
            failures.increment();
          }
        });
  }

  /** Many callers share one attempt to connect; one that failed is forgotten. */
  private CompletableFuture<Connector.Commands> connection() {
    CompletableFuture<Connector.Commands> present = connecting.get();
    if (present != null && !present.isCompletedExceptionally()) {
      return present;
    }
    CompletableFuture<Connector.Commands> mine = new CompletableFuture<>();
    if (!connecting.compareAndSet(present, mine)) {
      return connection();
    }
    CompletableFuture<Connector.Commands> unused = attempt().whenComplete((commands, failure) -> {
      if (failure == null) {
        mine.complete(commands);
        Eviction.warn(commands.async());
      } else {
        mine.completeExceptionally(failure);
      }
    });
    return mine;
  }

  private CompletableFuture<Connector.Commands> attempt() {
    try {
      return connector.connect();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A connection whose other end is gone without a word is silent for a quarter of an hour; a new one finds out at once. */
  private void hangUp() {
    silent.set(0);
    CompletableFuture<Connector.Commands> present = connecting.getAndSet(null);
    if (present != null) {
      CompletableFuture<Void> unused =
          present.thenCompose(commands -> commands.connection().closeAsync());
    }
  }

  private static <T> T within(long deadline, CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    long left = deadline - System.nanoTime();
    return future.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
  }

  /** The server's own words may hold a key; all that is told of them is the kind of error. */
  private static String reason(Exception failure) {
    Throwable cause = failure instanceof ExecutionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return cause.getClass().getSimpleName() + kind(String.valueOf(cause.getMessage()));
  }

  /** The first word is the kind; what fails in a script is of the kind ERR for Redis 6.2, which names its own further on. */
  private static String kind(String words) {
    Matcher kind = KIND.matcher(words);
    return kind.find() ? ' ' + kind.group(1) : "";
  }

  boolean answers() {
    return !breaker.isOpen();
  }

  long failures() {
    return failures.sum();
  }
}
