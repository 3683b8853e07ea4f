package dev.gatehouse.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own for one test class, with the pools and storages that its tests opened. */
final class TestDatabase implements AfterAllCallback {
  private static final String ROLE_PASSWORD = "only-in-tests";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final PGSimpleDataSource admin = (PGSimpleDataSource) TestPostgres.newDatabase();
  private final List<String> roles;
  private @Nullable Connection emptier;

  /** Makes a database, and roles that end with it. */
  TestDatabase(String... roles) {
    this.roles = List.of(roles);
    this.roles.forEach(
        role -> execute("create role " + role + " login password '" + ROLE_PASSWORD + "'"));
  }

  String url() {
    return url(host(), port());
  }

  /** Returns the URL of this database through a door at another port of this machine. */
  String url(int throughPort) {
    return url("127.0.0.1", throughPort);
  }

  String host() {
    return Objects.requireNonNull(admin.getServerNames())[0];
  }

  int port() {
    int port = Objects.requireNonNull(admin.getPortNumbers())[0];
    return port == 0 ? 5432 : port;
  }

  String user() {
    return Objects.requireNonNullElse(admin.getUser(), "postgres");
  }

  Secret password() {
    return Secret.of(Objects.requireNonNullElse(admin.getPassword(), ""));
  }

  HikariConfig poolConfig() {
    return Pools.config(url(), user(), password());
  }

  HikariConfig poolConfigAs(String role) {
    return Pools.config(url(), role, Secret.of(ROLE_PASSWORD));
  }

  /** Opens a pool that waits longer than an application would: many callers race, and the machine may be busy. */
  HikariDataSource pool() {
    HikariConfig config = poolConfig();
    config.setConnectionTimeout(30_000);
    return opened(Pools.open(config));
  }

  PGSimpleDataSource direct() {
    return direct(user(), password().reveal());
  }

  PGSimpleDataSource directAs(String role) {
    return direct(role, ROLE_PASSWORD);
  }

  <T extends AutoCloseable> T opened(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  void execute(String... statements) {
    try (Connection connection = direct().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes every row out of the tables; most tests begin so. Its connection is kept for the next time. */
  void empty() {
    try {
      if (emptier == null || !emptier.isValid(5)) {
        emptier = opened(direct().getConnection());
      }
      try (Statement statement = emptier.createStatement()) {
        statement.execute(Emptied.SQL);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the number that the query answers. */
  long number(String sql) {
    try (Connection connection = direct().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    // Nested classes share the database of the class around them.
    if (context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
      return;
    }
    for (int last = opened.size() - 1; last >= 0; last--) {
      opened.get(last).close();
    }
    roles.forEach(role -> execute("drop owned by " + role, "drop role " + role));
  }

  private String url(String host, int port) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + admin.getDatabaseName();
  }

  private PGSimpleDataSource direct(String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    source.setUser(user);
    source.setPassword(password);
    return source;
  }
}
