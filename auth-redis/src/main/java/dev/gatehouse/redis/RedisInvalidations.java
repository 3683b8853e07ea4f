package dev.gatehouse.redis;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.Subscribers;
import dev.gatehouse.error.RateLimitedLog;
import dev.gatehouse.storage.StoreException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Invalidations over a channel, and a journal behind it: a stream of the last ten thousand, which every node reads once a
 * second from where it left off. So a message that the channel lost is heard a second later, and a journal that has a
 * hole makes the node forget everything. A message that could not be sent is sent once Redis answers; until then it costs
 * other nodes up to their lease.
 */
final class RedisInvalidations implements Invalidations {

  private static final int MOST_UNSAID = 10_000;

  private final RateLimitedLog notSent = new RateLimitedLog(RedisInvalidations.class);
  private final Subscribers subscribers = new Subscribers();
  private final Queue<String> unsaid = new ConcurrentLinkedQueue<>();
  private final LongAdder unsent = new LongAdder();
  private final AtomicBoolean listening = new AtomicBoolean();
  private final String node;
  private final Journal journal;
  private final Listener listener;

  RedisInvalidations(Connector connector, Journal journal, String channel, String node) {
    this.node = node;
    this.journal = journal;
    this.listener = new Listener(connector, channel, this::hear, this::catchUp);
  }

  /** {@inheritDoc} Returns within the timeout of Redis. */
  @Override
  public void publish(Invalidation invalidation) {
    subscribers.deliver(invalidation);
    String message = node + ' ' + invalidation.encode();
    try {
      journal.append(message);
    } catch (StoreException e) {
      unsent.increment();
      notSent.warn("other nodes learn of a change late, by their lease: {}", e.getMessage());
      later(message);
    }
  }

  /** What is said late is not said for nothing: a node may have read the store just before the change. */
  private void later(String message) {
    if (unsaid.size() < MOST_UNSAID) {
      unsaid.add(message);
    }
  }

  @Override
  public void subscribe(Consumer<Invalidation> consumer, Runnable reset) {
    subscribers.add(consumer, reset);
    if (listening.compareAndSet(false, true)) {
      listener.start();
    }
  }

  /** {@inheritDoc} Waits for two seconds at most. */
  @Override
  public void awaitConnected() {
    if (listening.get()) {
      listener.await();
    }
  }

  /** A message of the channel bears its number in the journal, so that the journal need not tell it again. */
  private void hear(String message) {
    int space = message.indexOf(' ');
    if (space > 0) {
      journal.heard(message.substring(0, space));
      deliver(message.substring(space + 1));
    }
  }

  private void deliver(String entry) {
    int space = entry.indexOf(' ');
    if (space > 0 && !entry.substring(0, space).equals(node)) {
      Invalidation.decode(entry.substring(space + 1)).ifPresent(subscribers::deliver);
    }
  }

  private void catchUp() {
    for (String message = unsaid.peek(); message != null; message = unsaid.peek()) {
      journal.append(message);
      unsaid.remove(message);
    }
    journal.read(this::deliver, subscribers::reset);
  }

  /** Returns how many messages could not be sent at once since the start. */
  long unsent() {
    return unsent.sum();
  }

  @Override
  public void close() {
    listener.close();
  }
}
