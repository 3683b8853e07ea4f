package dev.gatehouse.password;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that start at one gate. */
final class Racing {
  private Racing() {}

  /** Runs the call in that many threads at once and returns each result, or the exception in its place. */
  static List<Object> all(int callers, Callable<?> call) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      running.add(threads.submit(() -> {
        gate.await();
        return call.call();
      }));
    }
    gate.countDown();
    List<Object> results = new ArrayList<>();
    for (Future<?> one : running) {
      results.add(outcome(one));
    }
    threads.shutdown();
    return results;
  }

  private static Object outcome(Future<?> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
