package dev.gatehouse.benchmarks.stack;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.jdbc.JdbcStorageBuilder;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A whole Gatehouse over a pool of connections to an embedded server with empty tables. Safe for use by many threads. */
public final class Stack implements AutoCloseable {
  private final StatementLog statements = new StatementLog();
  private final EmbeddedPostgresServer server;
  private final Optional<Redis> redis;
  private final HikariDataSource pool;
  private final Accounts accounts;
  private final Gatehouse gatehouse;

  private Stack(
      EmbeddedPostgresServer server,
      HashSettings hashing,
      UnaryOperator<ThrottlePolicy> limits,
      Optional<Redis> redis) {
    this.server = server;
    this.redis = redis;
    this.pool = Pools.postgres(server.url("postgres"), "postgres", Secret.of(""));
    JdbcStorageBuilder storing =
        JdbcStorage.builder(statements.around(pool)).dedicated(server.dataSource("postgres"));
    JdbcStorage storage = redis
        .map(shared -> storing.invalidations(shared.invalidations()))
        .orElse(storing)
        .build();
    this.accounts = new Accounts(storage);
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(secret())
        .storage(storage)
        .mailer(message -> {})
        .hashing(defaults -> hashing)
        .routes(rules -> rules.authenticated("/page"))
        .throttle(limits);
    this.gatehouse = redis
        .map(shared -> builder.rateLimits(shared.rateLimits(), 1))
        .orElse(builder)
        .build();
  }

  private static Secret secret() {
    return Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32)));
  }

  /** All callers of a benchmark have one address. */
  private static ThrottlePolicy generous(ThrottlePolicy policy) {
    return policy.withAddress(Limit.perSecond(1_000_000));
  }

  /** Starts one on a server that keeps what it acknowledged, as in production, without limits and lockout. */
  public static Stack durable(HashSettings hashing) {
    return durable(hashing, ThrottlePolicy::off);
  }

  /** Starts one on a server that keeps what it acknowledged, with limits and lockout, as in production. */
  public static Stack guarded(HashSettings hashing) {
    return durable(hashing, UnaryOperator.identity());
  }

  private static Stack durable(HashSettings hashing, UnaryOperator<ThrottlePolicy> limits) {
    return new Stack(
        EmbeddedPostgresServer.start(new PostgresOptions(Optional.empty(), 0, true)),
        hashing,
        limits,
        Optional.empty());
  }

  /** Starts one with limits that are counted in the Redis of that address, and invalidation over it. */
  public static Stack overRedis(HashSettings hashing, String url) {
    RedisSettings settings = RedisSettings.of(url).withTimeout(Duration.ofSeconds(5));
    return new Stack(
        EmbeddedPostgresServer.start(PostgresOptions.temporary()),
        hashing,
        Stack::generous,
        Optional.of(Redis.at(settings, secret())));
  }

  /** Starts one on a server that does not wait for its disk, so that small differences are not lost in the noise. */
  public static Stack fast(HashSettings hashing) {
    return new Stack(
        EmbeddedPostgresServer.start(PostgresOptions.temporary()),
        hashing,
        ThrottlePolicy::off,
        Optional.empty());
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
    redis.ifPresent(Redis::close);
    pool.close();
    server.close();
  }
}
