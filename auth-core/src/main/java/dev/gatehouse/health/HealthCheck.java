package dev.gatehouse.health;

import dev.gatehouse.health.Health.Problem;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.token.SigningKeyStatus;
import dev.gatehouse.token.SigningKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a node can do its work: one small question to the store. Nobody waits longer than two seconds, however
 * long the store or its pool takes, and there is one question at a time, however many ask. Safe for use by many threads.
 */
public final class HealthCheck implements AutoCloseable {
  /** How long anybody waits. */
  public static final Duration BOUND = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);
  private static final int IDLE_SECONDS = 10;

  private final Supplier<Optional<SchemaVersion>> schema;
  private final Supplier<SigningKeyStatus> keys;
  private final Supplier<SigningKeyStatus> known;
  private final InstantSource clock;
  private final Duration bound;
  private final ThreadPoolExecutor worker;
  private @Nullable Question question;

  /** Asks the given parts; {@code schema} throws while the store does not answer. */
  public HealthCheck(
      Supplier<Optional<SchemaVersion>> schema, SigningKeys keys, InstantSource clock) {
    this(schema, keys::check, keys::status, clock, BOUND);
  }

  /** Asks for the keys with {@code keys}; {@code known} asks nobody. */
  HealthCheck(
      Supplier<Optional<SchemaVersion>> schema,
      Supplier<SigningKeyStatus> keys,
      Supplier<SigningKeyStatus> known,
      InstantSource clock,
      Duration bound) {
    this.schema = schema;
    this.keys = keys;
    this.known = known;
    this.clock = clock;
    this.bound = bound;
    this.worker = new ThreadPoolExecutor(
        1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
          Thread thread = new Thread(work, "gatehouse-health");
          thread.setDaemon(true);
          return thread;
        });
    worker.allowCoreThreadTimeOut(true);
  }

  private record Question(CompletableFuture<Health> answer, long askedAt) {}

  /** Looks now; never throws for anything a backend does. Whoever comes while a question is under way gets its answer. */
  public Health look() {
    try {
      Question asked = underWay();
      long left = bound.toNanos() - (System.nanoTime() - asked.askedAt());
      return asked.answer().get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | RejectedExecutionException e) {
      LOG.debug("no answer in time", e);
    } catch (ExecutionException e) {
      LOG.debug("the store does not answer", e.getCause());
    }
    return judged(Optional.empty(), known.get(), EnumSet.of(Problem.STORE));
  }

  private synchronized Question underWay() {
    Question last = question;
    if (last == null || last.answer().isDone()) {
      last = new Question(CompletableFuture.supplyAsync(this::ask, worker), System.nanoTime());
      question = last;
    }
    return last;
  }

  private Health ask() {
    Optional<SchemaVersion> found = schema.get();
    return judged(found, keys.get(), EnumSet.noneOf(Problem.class));
  }

  private Health judged(
      Optional<SchemaVersion> found, SigningKeyStatus status, Set<Problem> problems) {
    if (found.filter(version -> !version.isEnough()).isPresent()) {
      problems.add(Problem.SCHEMA);
    }
    if (status.kid().isEmpty()) {
      problems.add(Problem.SIGNING_KEYS);
    }
    return new Health(clock.instant(), problems, found, status);
  }

  /** Asks nobody any more: the store counts as lost from now on. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
