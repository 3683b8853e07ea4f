package dev.gatehouse.benchmarks.stack;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What each thread says to a database: the texts of its statements and the ends of its transactions, in order. */
public final class StatementLog {
  private final ThreadLocal<List<String>> said = ThreadLocal.withInitial(ArrayList::new);

  /** Returns what this thread has said since the last call. */
  public List<String> take() {
    List<String> taken = List.copyOf(said.get());
    said.get().clear();
    return taken;
  }

  /** Returns connections that are listened to. */
  DataSource around(DataSource source) {
    return proxy(DataSource.class, (proxy, method, arguments) -> {
      Object result = call(source, method, arguments);
      return result instanceof Connection connection ? around(connection) : result;
    });
  }

  private Connection around(Connection connection) {
    return proxy(Connection.class, (proxy, method, arguments) -> {
      if (method.getName().equals("commit") || method.getName().equals("rollback")) {
        said.get().add(method.getName());
      }
      Object result = call(connection, method, arguments);
      if (result instanceof PreparedStatement statement) {
        return around(PreparedStatement.class, statement, String.valueOf(arguments[0]));
      }
      return result instanceof Statement statement
          ? around(Statement.class, statement, "")
          : result;
    });
  }

  private <S extends Statement> S around(Class<S> type, S statement, String prepared) {
    return proxy(type, (proxy, method, arguments) -> {
      if (method.getName().startsWith("execute")) {
        said.get().add(arguments == null ? prepared : String.valueOf(arguments[0]));
      }
      return call(statement, method, arguments);
    });
  }

  private static @Nullable Object call(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(
        StatementLog.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
