package dev.gatehouse.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.health.Health.Problem;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.token.SigningKeyStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HealthCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final SigningKeyStatus ONE = new SigningKeyStatus(
      NOW, Optional.of("k1"), Optional.of(NOW), Optional.of(NOW.plusSeconds(9)), 1);
  private static final SigningKeyStatus NONE =
      new SigningKeyStatus(NOW, Optional.empty(), Optional.empty(), Optional.empty(), 1);

  private static HealthCheck check(
      Supplier<Optional<SchemaVersion>> schema, SigningKeyStatus keys, Duration bound) {
    return new HealthCheck(schema, () -> keys, () -> keys, InstantSource.fixed(NOW), bound);
  }

  private static Health look(Supplier<Optional<SchemaVersion>> schema, SigningKeyStatus keys) {
    try (HealthCheck check = check(schema, keys, PATIENT)) {
      return check.look();
    }
  }

  @Test
  void isUpWhereTheStoreAnswersTheTablesAreNewEnoughAndAKeySigns() {
    Optional<SchemaVersion> same = Optional.of(new SchemaVersion(13, 13));
    assertThat(look(() -> same, ONE)).isEqualTo(new Health(NOW, java.util.Set.of(), same, ONE));
    assertThat(look(() -> Optional.of(new SchemaVersion(14, 13)), ONE).isUp())
        .as("a newer node has been here")
        .isTrue();
    assertThat(look(Optional::empty, ONE).isUp()).as("a store without tables").isTrue();
  }

  @Test
  void namesWhatKeepsTheNodeFromItsWork() {
    assertThat(look(() -> Optional.of(new SchemaVersion(12, 13)), ONE).problems())
        .containsExactly(Problem.SCHEMA);
    assertThat(look(Optional::empty, NONE).problems()).containsExactly(Problem.SIGNING_KEYS);
    Health lost = look(
        () -> {
          throw new StoreException("gone");
        },
        ONE);
    assertThat(lost.problems()).containsExactly(Problem.STORE);
    assertThat(lost.signingKeys()).as("the last that were known").isEqualTo(ONE);
  }

  @Test
  void nobodyWaitsForAStoreThatHangs() throws InterruptedException {
    CountDownLatch hung = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    try (HealthCheck check = check(() -> hang(hung, questions), ONE, Duration.ofMillis(50))) {
      assertThat(check.look().problems()).containsExactly(Problem.STORE);
      await(() -> questions.get() == 1);
      assertThat(check.look().problems()).containsExactly(Problem.STORE);
      assertThat(questions)
          .as("the second asks nobody, for the first still waits")
          .hasValue(1);
      hung.countDown();
      // It recovers by itself.
      await(() -> check.look().isUp());
    }
  }

  @Test
  void manyWhoComeAtOnceShareOneQuestion() {
    CountDownLatch hung = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    try (HealthCheck check = check(() -> hang(hung, questions), ONE, PATIENT)) {
      List<CompletableFuture<Health>> all =
          Stream.generate(CompletableFuture<Health>::new).limit(8).toList();
      List<Thread> callers = all.stream()
          .map(answer -> new Thread(() -> answer.complete(check.look())))
          .toList();
      callers.forEach(Thread::start);
      await(() -> callers.stream().allMatch(one -> one.getState() == Thread.State.TIMED_WAITING));
      hung.countDown();
      assertThat(all).allSatisfy(one -> assertThat(one.join().isUp()).isTrue());
      assertThat(questions).hasValue(1);
    }
  }

  @Test
  void asksNobodyOnceItIsClosed() {
    AtomicInteger questions = new AtomicInteger();
    HealthCheck check = check(() -> hang(new CountDownLatch(0), questions), ONE, PATIENT);
    check.close();
    assertThat(check.look().problems()).containsExactly(Problem.STORE);
    assertThat(questions).hasValue(0);
  }

  private static Optional<SchemaVersion> hang(CountDownLatch until, AtomicInteger questions) {
    questions.incrementAndGet();
    await(until);
    return Optional.empty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new StoreException("interrupted", e);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
