package dev.gatehouse.jdbc;

import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import javax.sql.DataSource;

/** Two nodes of one application on one PostgreSQL, each with a pool of its own. */
final class TwoNodes implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(2);

  final TestGatehouse a;
  final TestGatehouse b;

  private TwoNodes(TestGatehouse a, TestGatehouse b) {
    this.a = a;
    this.b = b;
  }

  /** Starts both on empty tables. */
  static TwoNodes start(
      TestDatabase database, DataSource poolOfA, DataSource poolOfB, boolean notifications) {
    SettableClock clock = new SettableClock();
    node(poolOfA, clock, notifications).close();
    database.empty();
    return new TwoNodes(node(poolOfA, clock, notifications), node(poolOfB, clock, notifications));
  }

  private static TestGatehouse node(DataSource pool, SettableClock clock, boolean notifications) {
    JdbcStorage storage = JdbcStorage.builder(pool)
        .settings(JdbcSettings.defaults().withNotifications(notifications))
        .build();
    return TestGatehouse.on(
        storage,
        clock,
        builder -> builder
            .sessions(policy -> policy.withLease(LEASE))
            .access(policy -> policy.withCacheTtl(LEASE)));
  }

  @Override
  public void close() {
    a.close();
    b.close();
  }
}
