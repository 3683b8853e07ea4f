package dev.gatehouse.event;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.error.Fault;
import dev.gatehouse.storage.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorder: says once what happened, and every destination hears it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>What {@link #record} was told is in the audit trail and in the outbox if and only if the caller's transaction
 * committed; if the trail cannot be written, the change it tells of does not happen either. What {@link #deny} was
 * told reaches the security log at once and the trail within about a second, but may be lost with the process or
 * with a store that stays down, or behind a flood of its kind; losses are counted. A commit whose answer was lost is
 * repeated, so that a denial may be there twice, with one id. Denials never enter the outbox: they follow no change, so that
 * consumers of changes gain nothing from them and an attacker cannot fill the queues of others.
 */
public final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Transactions transactions;
  private final EventSink audit;
  private final OutboxStore outbox;
  private final Stamp stamp;
  private final SecurityLog securityLog;
  private final Listeners listeners = new Listeners();
  private final Losses losses;
  private final DenialQueue denials;

  /** Joins the destinations and starts the daemon thread that writes denials. */
  public Events(
      Transactions transactions,
      EventSink audit,
      OutboxStore outbox,
      Ids ids,
      InstantSource clock,
      SecurityLog securityLog) {
    this(
        transactions,
        audit,
        outbox,
        new Stamp(ids, clock),
        securityLog,
        new Losses(clock),
        DenialLimits.defaults());
  }

  Events(
      Transactions transactions,
      EventSink audit,
      OutboxStore outbox,
      Stamp stamp,
      SecurityLog securityLog,
      Losses losses,
      DenialLimits limits) {
    this.transactions = transactions;
    this.audit = audit;
    this.outbox = outbox;
    this.stamp = stamp;
    this.securityLog = securityLog;
    this.losses = losses;
    this.denials = new DenialQueue(limits, this::writeDenials, losses);
  }

  /**
   * Records a change within the caller's transaction, or in one of its own if there is none. After the commit, and on
   * the committing thread, it reaches the security log and the listeners.
   *
   * @throws dev.gatehouse.storage.StoreException if it could not be recorded; the change must not happen then
   */
  public void record(EventDraft draft) {
    Event event = stamp.stamp(draft);
    transactions.run(() -> {
      audit.append(event);
      outbox.append(event);
      transactions.afterCommit(() -> {
        log(event);
        listeners.tell(event);
      });
    });
  }

  /**
   * Records a denial or a failed login. Never waits, makes no statement on the calling thread and never throws for want
   * of room; listeners hear it on the writing thread, once it is in the trail.
   */
  public void deny(EventDraft draft) {
    Event event = stamp.stamp(draft);
    log(event);
    denials.offer(event);
  }

  /**
   * Calls the listener for every event from now on. It must be quick: it runs on a request's thread after a change, and
   * on the thread that writes denials after those.
   */
  public Subscription listen(Consumer<Event> listener) {
    return listeners.add(listener);
  }

  /** Calls the listener for every event of one type from now on, as {@link #listen(Consumer)} does. */
  public Subscription listen(EventType type, Consumer<Event> listener) {
    return listeners.add(event -> {
      if (event.type() == type) {
        listener.accept(event);
      }
    });
  }

  /** Returns how many denials never reached the trail, since the start of this process. */
  public long dropped() {
    return losses.total();
  }

  /**
   * Waits until all denials so far are in the trail or counted as lost; false if that took longer than the bound. For
   * tests and orderly shutdowns, not for requests.
   */
  public boolean flush(Duration bound) throws InterruptedException {
    return denials.flush(bound);
  }

  /** Writes the denials that wait, for a few seconds at most, and stops. Later denials reach the security log only. */
  @Override
  public void close() {
    denials.close();
  }

  private void writeDenials(List<Event> batch) {
    transactions.run(() -> audit.appendAll(batch));
    batch.forEach(listeners::tell);
  }

  // An appender that fails must neither turn a refusal into an error nor keep the event from the
  // listeners.
  private void log(Event event) {
    try {
      securityLog.write(event);
    } catch (RuntimeException e) {
      LOG.warn("The security log failed on {}: {}", event.type().type(), Fault.of(e));
    }
  }
}
