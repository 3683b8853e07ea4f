package dev.gatehouse.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs one action on many threads at the same instant. */
public final class Racing {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Racing() {}

  /**
   * Starts the action on {@code callers} threads together and returns what each of them got, in no order.
   *
   * @throws AssertionError if a caller threw, or was not done after a minute
   */
  public static <T> List<T> together(int callers, Callable<T> action) {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    CyclicBarrier gate = new CyclicBarrier(callers);
    try {
      List<Future<T>> running = Stream.generate(() -> threads.submit(() -> pass(gate, action)))
          .limit(callers)
          .toList();
      return running.stream().map(Racing::result).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  // Every thread is up and waiting before the first one moves.
  private static <T> T pass(CyclicBarrier gate, Callable<T> action) throws Exception {
    gate.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return action.call();
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a racing caller failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a racing caller was not done after " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a racing caller", e);
    }
  }
}
