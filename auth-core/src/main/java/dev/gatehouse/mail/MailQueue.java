package dev.gatehouse.mail;

import dev.gatehouse.error.Fault;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.Transactions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails on their way to the {@link Mailer}: at most 1,000, on one daemon thread, three attempts each. A mail that waits
 * for its next attempt holds up no other. It never blocks a request; what finds no room or fails for good is recorded as
 * {@code mail.failed}. Mails that are waiting when the process dies are lost: whoever misses one asks for another.
 *
 * <p>Close it before the {@link Events} it reports to.
 */
public final class MailQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailQueue.class);

  private final Mailer mailer;
  private final Transactions transactions;
  private final Events events;
  private final MailLimits limits;
  private final Semaphore room;
  private final Set<Letter> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor worker;

  /** Delivers with the given mailer and reports failures to the given events. */
  public MailQueue(Mailer mailer, Transactions transactions, Events events) {
    this(mailer, transactions, events, MailLimits.defaults());
  }

  MailQueue(Mailer mailer, Transactions transactions, Events events, MailLimits limits) {
    this.mailer = mailer;
    this.transactions = transactions;
    this.events = events;
    this.limits = limits;
    this.room = new Semaphore(limits.capacity());
    this.worker = new ScheduledThreadPoolExecutor(1, work -> {
      Thread thread = new Thread(work, "gatehouse-mail");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Sends the message once the caller's unit of work has committed; at once if there is none. */
  public void enqueue(MailMessage message) {
    enqueue(Letter.of(message.template(), () -> message));
  }

  /** Returns how many mails are waiting or being sent now. */
  public int waiting() {
    return limits.capacity() - room.availablePermits();
  }

  void enqueue(Letter letter) {
    transactions.afterCommit(() -> accept(letter));
  }

  private void accept(Letter letter) {
    if (!room.tryAcquire()) {
      report(letter, "queue_full");
      return;
    }
    underWay.add(letter);
    schedule(letter, 1, Duration.ZERO);
  }

  private void schedule(Letter letter, int attempt, Duration wait) {
    try {
      Future<?> unused =
          worker.schedule(() -> deliver(letter, attempt), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      giveUp(letter, "shutdown");
    }
  }

  private void deliver(Letter letter, int attempt) {
    try {
      letter.deliver(mailer);
      settle(letter);
    } catch (Exception | Error e) {
      LOG.warn("Attempt {} to send {} failed: {}", attempt, letter.template(), Fault.of(e));
      if (attempt <= limits.waits().size()) {
        schedule(letter, attempt + 1, limits.waits().get(attempt - 1));
      } else {
        giveUp(letter, "delivery_failed");
      }
    }
  }

  private void giveUp(Letter letter, String reason) {
    if (settle(letter)) {
      report(letter, reason);
    }
  }

  // Whoever takes the letter out has the last word on it: delivered, given up, or closed over.
  private boolean settle(Letter letter) {
    boolean mine = underWay.remove(letter);
    if (mine) {
      room.release();
    }
    return mine;
  }

  private void report(Letter letter, String reason) {
    if (letter.isDecoy()) {
      return;
    }
    events.deny(EventDraft.of(EventType.MAIL_FAILED, ClientInfo.none())
        .by(Actor.system("mail"))
        .refused(reason)
        .with("template", letter.template()));
  }

  /** Tells whether every mail so far was sent or given up. */
  public boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Sends what waits, for a few seconds at most; the rest is recorded as failed. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(limits.closing().toNanos(), TimeUnit.NANOSECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    underWay.forEach(letter -> giveUp(letter, "shutdown"));
  }
}
