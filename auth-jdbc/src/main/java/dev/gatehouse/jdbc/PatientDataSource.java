package dev.gatehouse.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Tries to connect until the server is there. A pool that sees a connect fail waits longer each time, up to 5 s, and
 * would notice only then that the server is back; with this it has a connection a tenth of a second later. Callers of
 * the pool do not wait here: their own timeout runs.
 */
final class PatientDataSource implements DataSource {
  private static final org.slf4j.Logger LOG =
      org.slf4j.LoggerFactory.getLogger(PatientDataSource.class);
  private static final long PAUSE_NANOS = 100_000_000;
  private static final int TRIES_PER_WARNING = 100;

  private final DataSource impatient;
  private volatile BooleanSupplier closed = () -> false;

  PatientDataSource(DataSource impatient) {
    this.impatient = impatient;
  }

  /** Gives up once the pool is closed. */
  void until(BooleanSupplier poolClosed) {
    this.closed = poolClosed;
  }

  DataSource impatient() {
    return impatient;
  }

  @Override
  public Connection getConnection() throws SQLException {
    for (int tries = 0; ; tries++) {
      try {
        return impatient.getConnection();
      } catch (SQLException e) {
        if (!unreachable(e) || closed.getAsBoolean() || Thread.interrupted()) {
          throw e;
        }
        if (tries % TRIES_PER_WARNING == 0) {
          LOG.warn("cannot connect to PostgreSQL (SQLSTATE {}), going on to try", e.getSQLState());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Not there, or starting up, or shutting down: not a wrong password. */
  private static boolean unreachable(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return impatient.getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return impatient.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    impatient.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    impatient.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return impatient.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return impatient.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return impatient.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return impatient.isWrapperFor(type);
  }
}
