package dev.gatehouse.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own for one test class, with the pools and storages that its tests opened. */
final class TestDatabase implements AfterAllCallback {
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final String server = System.getenv()
      .getOrDefault("GATEHOUSE_TEST_PG_URL", "jdbc:postgresql://127.0.0.1:15511/postgres");
  private final String name = "t" + UUID.randomUUID().toString().replace("-", "");

  private final List<String> roles;

  /** Makes a database, and roles that end with it. */
  TestDatabase(String... roles) {
    this.roles = List.of(roles);
    onServer("create database " + name);
    this.roles.forEach(role -> onServer("create role " + role + " login"));
  }

  String url() {
    return server.replaceFirst("/[^/?]+($|\\?)", "/" + name + "$1");
  }

  String url(int throughPort) {
    return url().replaceFirst("//[^/]+/", "//127.0.0.1:" + throughPort + "/");
  }

  String host() {
    return address().getHost();
  }

  int port() {
    return address().getPort() < 0 ? 5432 : address().getPort();
  }

  private URI address() {
    return URI.create(server.substring("jdbc:".length()));
  }

  HikariConfig poolConfig() {
    return poolConfigAs("postgres");
  }

  HikariConfig poolConfigAs(String user) {
    return Pools.config(url(), user, Secret.of(""));
  }

  HikariDataSource pool() {
    return opened(Pools.open(poolConfig()));
  }

  PGSimpleDataSource direct() {
    return directAs("postgres");
  }

  PGSimpleDataSource directAs(String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    source.setUser(user);
    return source;
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
    for (int last = opened.size() - 1; last >= 0; last--) {
      opened.get(last).close();
    }
    onServer("drop database if exists " + name + " with (force)");
    roles.forEach(role -> onServer("drop role " + role));
  }

  private void onServer(String sql) {
    try (Connection connection = DriverManager.getConnection(server, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
