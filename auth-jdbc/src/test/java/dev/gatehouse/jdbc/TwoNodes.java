package dev.gatehouse.jdbc;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two nodes of one application on one PostgreSQL, each with a pool of its own, started by each test of a class. */
final class TwoNodes implements AfterEachCallback {
  static final Duration LEASE = Duration.ofSeconds(2);

  private final TestDatabase database;
  private final DataSource poolOfA;
  private final DataSource poolOfB;
  private TestGatehouse a;
  private TestGatehouse b;

  TwoNodes(TestDatabase database) {
    this.database = database;
    this.poolOfA = database.pool();
    this.poolOfB = database.pool();
  }

  /** Starts both on empty tables, on one clock that stands still. */
  void start(boolean notifications, UnaryOperator<GatehouseBuilder> changes) {
    SettableClock clock = new SettableClock();
    node(poolOfA, clock, notifications, changes).close();
    database.empty();
    a = node(poolOfA, clock, notifications, changes);
    b = node(poolOfB, clock, notifications, changes);
  }

  private static TestGatehouse node(
      DataSource pool,
      SettableClock clock,
      boolean notifications,
      UnaryOperator<GatehouseBuilder> changes) {
    JdbcStorage storage = JdbcStorage.builder(pool)
        .settings(JdbcSettings.defaults().withNotifications(notifications))
        .build();
    return TestGatehouse.on(storage, clock, changes);
  }

  /** Lets sessions and roles be copied for {@link #LEASE}. */
  static GatehouseBuilder leased(GatehouseBuilder builder) {
    return builder
        .sessions(policy -> policy.withLease(LEASE))
        .access(policy -> policy.withCacheTtl(LEASE));
  }

  TestGatehouse a() {
    return a;
  }

  TestGatehouse b() {
    return b;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    a.close();
    b.close();
  }
}
