package dev.gatehouse.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A DataSource one of whose statements fails after the database has done it. Counts those of one thread only. */
final class FailingDataSource extends DelegatingDataSource {
  private final List<String> statements = new ArrayList<>();
  private Thread watched = new Thread();
  private int failing;

  FailingDataSource(DataSource target) {
    super(target);
  }

  /** Watches the statements of this thread, and lets the given one fail; 0 for none. */
  synchronized void failAfter(int statement) {
    watched = Thread.currentThread();
    failing = statement;
    statements.clear();
  }

  /** Stops watching, and returns the statements so far. */
  synchronized List<String> stop() {
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
    Connection real = super.getConnection();
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
