package dev.gatehouse.benchmarks.stack;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Optional;

/** A whole Gatehouse over a pool of connections to an embedded server with empty tables. Safe for use by many threads. */
public final class Stack implements AutoCloseable {
  private final StatementLog statements = new StatementLog();
  private final EmbeddedPostgresServer server;
  private final HikariDataSource pool;
  private final Accounts accounts;
  private final Gatehouse gatehouse;

  private Stack(EmbeddedPostgresServer server, HashSettings hashing) {
    this.server = server;
    this.pool = Pools.postgres(server.url("postgres"), "postgres", Secret.of(""));
    JdbcStorage storage = JdbcStorage.builder(statements.around(pool))
        .dedicated(server.dataSource("postgres"))
        .build();
    this.accounts = new Accounts(storage);
    byte[] secret = RandomSource.secure().bytes(32);
    this.gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of(Base64.getEncoder().encodeToString(secret)))
        .storage(storage)
        .mailer(message -> {})
        .hashing(defaults -> hashing)
        .throttle(ThrottlePolicy::off)
        .build();
  }

  /** Starts one on a server that keeps what it acknowledged, as in production. */
  public static Stack durable(HashSettings hashing) {
    return new Stack(
        EmbeddedPostgresServer.start(new PostgresOptions(Optional.empty(), 0, true)), hashing);
  }

  /** Starts one on a server that does not wait for its disk, so that small differences are not lost in the noise. */
  public static Stack fast(HashSettings hashing) {
    return new Stack(EmbeddedPostgresServer.start(PostgresOptions.temporary()), hashing);
  }

  /** Returns the Gatehouse. */
  public Gatehouse gatehouse() {
    return gatehouse;
  }

  /** Returns the record of what each thread has said to the database. */
  public StatementLog statements() {
    return statements;
  }

  /** Adds an account with a password that was hashed before, past registration. */
  public void add(String email, UserStatus status, PasswordHash hash) {
    accounts.add(email, status, hash);
  }

  /** Brings the tables into the state of every day: rows that were seen before, and statistics. */
  public void settle() throws SQLException {
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
    }
  }

  /** Stops everything. */
  @Override
  public void close() {
    gatehouse.close();
    pool.close();
    server.close();
  }
}
