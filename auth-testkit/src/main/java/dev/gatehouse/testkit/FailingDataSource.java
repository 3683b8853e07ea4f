package dev.gatehouse.testkit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A DataSource one of whose statements fails after the database has done it, to see that whichever it is, all or nothing is
 * there. It counts the statements of one thread at a time, and is transparent to all others.
 */
public final class FailingDataSource implements DataSource {
  private final DataSource target;
  private final List<String> statements = new ArrayList<>();
  private Thread watched = new Thread();
  private int failing;

  /** Takes its connections from the given source; nothing fails yet. */
  public FailingDataSource(DataSource target) {
    this.target = target;
  }

  /**
   * Watches the statements of the calling thread from here on, and lets the one of this number, counted from 1, fail; 0 for
   * none. A second call begins anew.
   */
  public synchronized void failAfter(int statement) {
    watched = Thread.currentThread();
    failing = statement;
    statements.clear();
  }

  /** Stops watching, and returns the SQL of the statements so far, the one that failed included. */
  public synchronized List<String> stop() {
    watched = new Thread();
    return List.copyOf(statements);
  }

  private synchronized void done(String sql) throws SQLException {
    if (Thread.currentThread() == watched) {
      statements.add(sql);
      if (statements.size() == failing) {
        throw new SQLException("injected after statement " + failing, "XX000");
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return watched(target.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return watched(target.getConnection(user, password));
  }

  private Connection watched(Connection real) {
    return proxy(
        Connection.class,
        real,
        (method, arguments, result) -> result instanceof PreparedStatement prepared
            ? statement(PreparedStatement.class, prepared, String.valueOf(arguments[0]))
            : result instanceof Statement plain && !(result instanceof PreparedStatement)
                ? statement(Statement.class, plain, "")
                : result);
  }

  private <S extends Statement> S statement(Class<S> type, S real, String sql) {
    return proxy(type, real, (method, arguments, result) -> {
      if (method.startsWith("execute")) {
        done(sql.isEmpty() ? String.valueOf(arguments[0]) : sql);
      }
      return result;
    });
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return target.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    target.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    target.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return target.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return target.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || target.isWrapperFor(type);
  }

  private interface After {
    Object result(String method, Object[] arguments, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T real, After after) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
          try {
            Object result = method.invoke(real, arguments);
            return after.result(method.getName(), arguments, result);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        }));
  }
}
