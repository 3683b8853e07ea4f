package dev.gatehouse.password;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The place where hashes are computed: at most so many at once, on platform threads of its own, in the order of
 * arrival. Own threads because a hash is tens of milliseconds of pure computation: on a virtual thread it would
 * hold a carrier, and as many hashes as cores would stop every other virtual thread. The caller only waits, parked.
 *
 * <p>A computation takes one permit per {@code memoryKib} of the settings that it needs, so that all of them together
 * never use more memory than {@code maxConcurrent} hashes of our own, or than the one that runs alone.
 *
 * <p>The block memory of a hash is kept for the next one; a thread that had nothing to do for a while ends and
 * takes one such memory with it.
 */
final class HashPool implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final HashSettings settings;
  private final Semaphore permits;
  private final ThreadPoolExecutor workers;
  private final ConcurrentLinkedDeque<BlockStack> memory = new ConcurrentLinkedDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder evaluations = new LongAdder();
  private final LongAdder rejections = new LongAdder();

  HashPool(HashSettings settings) {
    this(settings, IDLE);
  }

  HashPool(HashSettings settings, Duration idle) {
    int threads = settings.maxConcurrent();
    this.settings = settings;
    this.permits = new Semaphore(threads, true);
    this.workers = new ThreadPoolExecutor(
        threads,
        threads,
        idle.toMillis(),
        TimeUnit.MILLISECONDS,
        // Holds no more than the permits let in: the queue is the semaphore's.
        new LinkedBlockingQueue<>(),
        this::newThread);
    workers.allowCoreThreadTimeOut(true);
  }

  /** A computation that may take Argon2 blocks from the memory. */
  @FunctionalInterface
  interface Work {
    String digest(BlockStack memory);
  }

  /**
   * Runs the work when its turn comes, and returns its result.
   *
   * @throws AuthException BUSY if too many wait already, the turn does not come in time, or the caller is interrupted
   */
  String run(int memoryKib, Work work) {
    int weight = weight(memoryKib);
    admit(weight);
    return await(start(weight, work));
  }

  int active() {
    return active.get();
  }

  int waiting() {
    return waiting.get();
  }

  long evaluations() {
    return evaluations.sum();
  }

  long rejections() {
    return rejections.sum();
  }

  int queued() {
    return permits.getQueueLength();
  }

  int keptMemories() {
    return memory.size();
  }

  @Override
  public void close() {
    workers.shutdown();
    memory.clear();
  }

  private int weight(int memoryKib) {
    int needed = (memoryKib + settings.memoryKib() - 1) / settings.memoryKib();
    return Math.min(settings.maxConcurrent(), Math.max(1, needed));
  }

  private void admit(int weight) {
    try {
      boolean mayWait = waiting.incrementAndGet() <= settings.maxWaiting();
      if (!mayWait
          || !permits.tryAcquire(weight, settings.maxWait().toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Future<String> start(int weight, Work work) {
    try {
      return workers.submit(() -> {
        try {
          return compute(work);
        } finally {
          // Not by the caller: an interrupted caller leaves while its hash still runs.
          permits.release(weight);
        }
      });
    } catch (RejectedExecutionException e) {
      permits.release(weight);
      throw new IllegalStateException("the password hasher is closed", e);
    }
  }

  private String compute(Work work) {
    BlockStack blocks = memory.pollFirst();
    if (blocks == null) {
      blocks = new BlockStack(settings.memoryKib());
    }
    active.incrementAndGet();
    evaluations.increment();
    try {
      return work.digest(blocks);
    } finally {
      active.decrementAndGet();
      memory.addFirst(blocks);
    }
  }

  private String await(Future<String> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    }
  }

  private static RuntimeException rethrow(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("a password hash could not be computed", cause);
  }

  private AuthException busy() {
    rejections.increment();
    Duration wait = settings.maxWait().compareTo(Duration.ofSeconds(1)) < 0
        ? Duration.ofSeconds(1)
        : settings.maxWait();
    return new AuthException(ErrorCode.BUSY, "Too many logins at once; try again in a moment")
        .retryAfter(wait);
  }

  private Thread newThread(Runnable worker) {
    Runnable life = () -> {
      try {
        worker.run();
      } finally {
        memory.pollFirst();
      }
    };
    Thread thread = new Thread(null, life, "gatehouse-password-hash", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
