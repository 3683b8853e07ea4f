package dev.gatehouse.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on one channel, on a connection and a daemon thread of its own, and connects again when it is lost. */
final class NotificationListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
  private static final int HEARTBEAT_MILLIS = 5_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final DataSource dataSource;
  private final String channel;
  private final Consumer<String> receiver;
  private final Runnable connected;
  private final CountDownLatch hearing = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile @Nullable Connection open;

  NotificationListener(
      DataSource dataSource, String channel, Consumer<String> receiver, Runnable connected) {
    this.dataSource = dataSource;
    this.channel = channel;
    this.receiver = receiver;
    this.connected = connected;
  }

  /** Starts the thread unless it runs. */
  synchronized void start() {
    if (thread == null) {
      thread = new Thread(this::listenUntilClosed, "gatehouse-" + channel);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Waits until it hears, at most for the given time; not at all if it was never started. */
  void await(Duration patience) {
    if (!isStarted()) {
      return;
    }
    try {
      if (!hearing.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("not listening on {} yet; going on to try", channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isStarted() {
    return thread != null;
  }

  @Override
  public void close() {
    closed.countDown();
    Connection connection = open;
    if (connection != null) {
      abort(connection);
    }
  }

  private void listenUntilClosed() {
    long pause = FIRST_PAUSE_MILLIS;
    do {
      long before = System.nanoTime();
      listen();
      boolean lasted = System.nanoTime() - before > TimeUnit.SECONDS.toNanos(10);
      pause = lasted ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    } while (!closedWithin(pause));
  }

  private void listen() {
    try (Connection connection = dataSource.getConnection()) {
      open = connection;
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen \"" + channel + '"');
        connected.run();
        hearing.countDown();
        receive(connection.unwrap(PGConnection.class), statement);
      }
    } catch (SQLException | RuntimeException e) {
      if (!closedWithin(0)) {
        LOG.warn("lost the channel {}: {}; connecting again", channel, reason(e));
      }
    } finally {
      open = null;
    }
  }

  private void receive(PGConnection connection, Statement statement) throws SQLException {
    while (!closedWithin(0)) {
      PGNotification[] messages = connection.getNotifications(HEARTBEAT_MILLIS);
      if (messages == null || messages.length == 0) {
        // A silent connection may be a dead one.
        statement.setQueryTimeout(2);
        statement.execute("select 1");
        continue;
      }
      for (PGNotification message : messages) {
        receiver.accept(message.getParameter());
      }
    }
  }

  private boolean closedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody else has this thread: whoever interrupts it wants it to end.
      closed.countDown();
      return true;
    }
  }

  private static void abort(Connection connection) {
    try {
      // close() would wait for the read that is going on.
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("aborting the listener's connection failed with SQLSTATE {}", e.getSQLState());
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof SQLException sql
        ? "SQLSTATE " + sql.getSQLState()
        : failure.getClass().getSimpleName();
  }
}
