package dev.gatehouse.jdbc;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.Subscribers;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.error.RateLimitedLog;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Invalidations over {@code LISTEN} and {@code NOTIFY}. The channel carries {@code node kind:id}; a node skips what
 * bears its own name, since its listeners have heard it already. A message that could not be sent is logged and
 * counted and costs other nodes up to their lease.
 */
public final class PostgresInvalidations implements Invalidations {
  private static final Sql NOTIFY = new Sql("invalidations.notify", "select pg_notify(?, ?)");

  private final RateLimitedLog notSent = new RateLimitedLog(PostgresInvalidations.class);
  private final Subscribers subscribers = new Subscribers();
  private final LongAdder unsent = new LongAdder();
  private final Database database;
  private final Schema schema;
  private final String node;
  private final Duration patience;
  private final NotificationListener listener;

  /**
   * Sends on connections of {@code pool}, outside of any unit of work, and listens on one of {@code dedicated}, which
   * it keeps. It connects and starts its daemon thread when the first listener subscribes.
   */
  PostgresInvalidations(
      DataSource pool, DataSource dedicated, JdbcSettings settings, RandomSource random) {
    this.schema = new Schema(settings.schema());
    this.patience = settings.queryTimeout();
    this.database = new Database(new PooledConnections(pool), schema, settings.queryTimeout());
    this.node = HexFormat.of().formatHex(random.bytes(8));
    this.listener =
        new NotificationListener(dedicated, schema.channel(), this::receive, subscribers::reset);
  }

  /** {@inheritDoc} Returns within the time the pool takes to give a connection and the statement timeout. */
  @Override
  public void publish(Invalidation invalidation) {
    subscribers.deliver(invalidation);
    try {
      database.list(NOTIFY, row -> true, schema.channel(), node + ' ' + invalidation.encode());
    } catch (StoreException e) {
      unsent.increment();
      notSent.warn("other nodes learn of a change by their lease only: {}", e.getMessage());
    }
  }

  /** {@inheritDoc} The reset is called after every connect, also after the first. */
  @Override
  public void subscribe(Consumer<Invalidation> consumer, Runnable reset) {
    subscribers.add(consumer, reset);
    listener.start();
  }

  /** {@inheritDoc} Waits for the statement timeout at most. */
  @Override
  public void awaitConnected() {
    listener.await(patience);
  }

  /** Returns how many messages could not be sent since the start. */
  public long unsent() {
    return unsent.sum();
  }

  @Override
  public void close() {
    listener.close();
  }

  private void receive(String payload) {
    int space = payload.indexOf(' ');
    if (space < 0 || payload.substring(0, space).equals(node)) {
      return;
    }
    Invalidation.decode(payload.substring(space + 1)).ifPresent(subscribers::deliver);
  }
}
