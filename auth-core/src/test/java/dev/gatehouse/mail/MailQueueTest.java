package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.event.CapturedLog;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventSink;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.event.OutboxStore;
import dev.gatehouse.event.RehearsedTransactions;
import dev.gatehouse.event.SecurityLog;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MailQueueTest {
  private static final MailMessage HELLO =
      new MailMessage("hello", "ada@example.com", "Hello", "text", "<p>html</p>");

  private final RehearsedTransactions transactions = new RehearsedTransactions();
  private final List<Event> trail = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<MailMessage> sent = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Semaphore arrived = new Semaphore(0);
  private volatile CountDownLatch door = new CountDownLatch(0);
  private final Events events = new Events(
      transactions,
      sink(),
      outbox(),
      new Ids(InstantSource.system(), RandomSource.secure()),
      InstantSource.system(),
      new SecurityLog());
  private MailQueue queue = queue(1_000, Duration.ofSeconds(5));

  private MailQueue queue(int capacity, Duration closing) {
    return new MailQueue(
        this::send,
        transactions,
        events,
        new MailLimits(capacity, List.of(Duration.ofMillis(1), Duration.ofMillis(2)), closing));
  }

  private void send(MailMessage message) throws Exception {
    attempts.incrementAndGet();
    arrived.release();
    door.await();
    if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new IOException("550 <ada@example.com> unknown");
    }
    threads.add(Thread.currentThread().getName());
    sent.add(message);
  }

  private EventSink sink() {
    return new EventSink() {
      @Override
      public void append(Event event) {
        trail.add(event);
      }

      @Override
      public void appendAll(List<Event> batch) {
        trail.addAll(batch);
      }
    };
  }

  private static OutboxStore outbox() {
    return new OutboxStore() {
      @Override
      public void append(Event event) {
        throw new AssertionError("a failed mail is no change");
      }

      @Override
      public int deleteBefore(Instant cutoff, int limit) {
        return 0;
      }
    };
  }

  @AfterEach
  void close() {
    door.countDown();
    queue.close();
    events.close();
  }

  @Test
  void sendsOnItsOwnThreadAfterTheCommit() throws Exception {
    transactions.run(() -> {
      queue.enqueue(HELLO);
      queue.enqueue(HELLO);
      assertThat(attempts).hasValue(0);
    });

    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(HELLO);
    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(HELLO);
    assertThat(threads).containsOnly("gatehouse-mail");
  }

  @Test
  void sendsNothingAfterARollback() {
    assertThatThrownBy(() -> transactions.run(() -> {
          queue.enqueue(HELLO);
          throw new IllegalStateException("rolled back");
        }))
        .isInstanceOf(IllegalStateException.class);
    queue.close();

    assertThat(attempts).hasValue(0);
  }

  @Test
  void triesThreeTimes() throws Exception {
    failures.set(2);
    queue.enqueue(HELLO);

    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(HELLO);
    assertThat(attempts).hasValue(3);
    assertThat(reported()).isEmpty();
  }

  @Test
  void recordsAMailThatFailedForGood() throws Exception {
    failures.set(3);
    queue.enqueue(HELLO);
    arrived.acquire(3);
    queue.close();

    assertThat(attempts).hasValue(3);
    assertThat(reported()).singleElement().satisfies(event -> {
      assertThat(event.type()).isEqualTo(EventType.MAIL_FAILED);
      assertThat(event.outcome()).isEqualTo("delivery_failed");
      assertThat(event.data()).isEqualTo(Map.of("template", "hello"));
    });
    assertThat(reported().toString()).doesNotContain("ada@example.com");
  }

  @Test
  void neverBlocksARequestWhenTheMailSystemHangs() throws Exception {
    queue.close();
    queue = queue(10, Duration.ofMillis(1));
    door = new CountDownLatch(1);
    for (int i = 0; i < 12; i++) {
      queue.enqueue(HELLO);
    }

    assertThat(reported()).hasSize(2);
    assertThat(reported()).extracting(Event::outcome).containsOnly("queue_full");
  }

  @Test
  void hasRoomAgainOnceMailsHaveLeft() throws Exception {
    queue.close();
    queue = queue(1, Duration.ofSeconds(5));
    for (int i = 0; i < 5; i++) {
      queue.enqueue(HELLO);
      assertThat(sent.poll(20, TimeUnit.SECONDS)).isNotNull();
      awaitIdle();
    }
    assertThat(reported()).isEmpty();
  }

  private void awaitIdle() {
    while (queue.waiting() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void sendsWhatWaitsWhenItCloses() {
    for (int i = 0; i < 200; i++) {
      queue.enqueue(HELLO);
    }
    queue.close();

    assertThat(sent).hasSize(200);
  }

  @Test
  void recordsWhatItCouldNotSendBeforeTheEnd() throws Exception {
    queue.close();
    queue = queue(10, Duration.ofMillis(1));
    door = new CountDownLatch(1);
    queue.enqueue(HELLO);
    queue.enqueue(HELLO);
    arrived.acquire();
    queue.close();
    queue.enqueue(HELLO);

    assertThat(reported()).hasSize(3).extracting(Event::outcome).containsOnly("shutdown");
  }

  @Test
  void aMailThatWaitsForItsNextAttemptHoldsUpNoOther() throws Exception {
    queue.close();
    queue = new MailQueue(
        this::send,
        transactions,
        events,
        new MailLimits(10, List.of(Duration.ofHours(1)), Duration.ofMillis(1)));
    failures.set(1);
    queue.enqueue(new MailMessage("first", "a@example.com", "s", "", ""));
    queue.enqueue(HELLO);

    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(HELLO);
  }

  @Test
  void writesMailsOnTheMailThreadAndRefusesMisuseAtOnce() throws Exception {
    Mails mails = new Mails(queue, MailSettings.of("Acme", URI.create("https://x.com")));
    mails.send(
        MailTemplate.RESET_PASSWORD, "ada@example.com", Locale.ENGLISH, Map.of("token", "grt_1"));

    MailMessage mail = sent.poll(20, TimeUnit.SECONDS);
    assertThat(mail).isNotNull();
    assertThat(mail.text()).contains("https://x.com/reset-password#token=grt_1");
    assertThatThrownBy(
            () -> mails.send(MailTemplate.RESET_PASSWORD, "a@x.com", Locale.ENGLISH, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mails.send(
            MailTemplate.ACCOUNT_CLOSED, "a@x.com\r\nBcc: b@x.com", Locale.ENGLISH, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("ENUM-02: a decoy costs what a mail costs, and is never sent")
  void writesADecoyOnTheMailThreadAndNeverSendsIt() throws Exception {
    queue.enqueue(Letter.decoy("hello", () -> {
      threads.add(Thread.currentThread().getName());
      return HELLO;
    }));
    queue.enqueue(HELLO);

    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(HELLO);
    assertThat(threads).containsExactly("gatehouse-mail", "gatehouse-mail");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aDecoyThatFindsNoRoomIsNothingToReport() throws Exception {
    queue.close();
    queue = queue(1, Duration.ofMillis(1));
    door = new CountDownLatch(1);
    queue.enqueue(HELLO);
    queue.enqueue(Letter.decoy("hello", () -> HELLO));

    assertThat(reported()).isEmpty();
  }

  @Test
  @DisplayName("LOG-02: neither message nor refusal shows the token")
  void nothingPrintsTheToken() {
    MailMessage message = new MailMessage("t", "a@x.com", "s", "grt_secret", "grt_secret");

    assertThat(message.toString()).doesNotContain("grt_secret").doesNotContain("a@x.com");
  }

  @Test
  void theDevelopmentMailerPrintsTheMailAndSaysThatItIsForDevelopment() {
    CapturedLog log = new CapturedLog();
    new LogMailer(log).send(HELLO);

    assertThat(log.lines().get(0).message()).contains("development only");
    assertThat(log.lines().get(1).message())
        .contains("DEVELOPMENT ONLY", "To: ada@example.com", "Subject: Hello", "text");
  }

  private List<Event> reported() throws InterruptedException {
    assertThat(events.flush(Duration.ofSeconds(20))).isTrue();
    return List.copyOf(trail);
  }
}
