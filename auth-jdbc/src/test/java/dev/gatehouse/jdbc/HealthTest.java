package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.health.Health;
import dev.gatehouse.health.Health.Problem;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.testkit.TestGatehouse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node says about itself while its database is not as it should be. */
final class HealthTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @RegisterExtension
  static final TestDatabase OWN = new TestDatabase();

  private static final int NEWEST = Script.all().get(Script.all().size() - 1).version();

  @Test
  void tablesThatBecameOlderAreAProblemAndNewerOnesAreNot() {
    try (TestGatehouse test = TestGatehouse.on(JdbcStorage.of(DATABASE.pool()))) {
      DATABASE.execute(
          "update gatehouse.schema_history set version = 99 where version = " + NEWEST);
      assertThat(test.health().isUp()).isTrue();
      assertThat(test.health().schema()).contains(new SchemaVersion(99, NEWEST));
      DATABASE.execute("update gatehouse.schema_history set version = 0 where version = 99");
      Health old = test.health();
      assertThat(old.problems()).containsExactly(Problem.SCHEMA);
      assertThat(old.schema()).contains(new SchemaVersion(NEWEST - 1, NEWEST));
      DATABASE.execute(
          "update gatehouse.schema_history set version = " + NEWEST + " where version = 0");
      assertThat(test.health().isUp()).isTrue();
    }
  }

  @Test
  void whoeverMakesTheTablesThemselvesNeedKeepNoHistory() {
    new SchemaMigrator(OWN.direct(), JdbcSettings.defaults()).run(SchemaMode.CREATE);
    OWN.execute("drop table gatehouse.schema_history");
    JdbcStorage storage = JdbcStorage.builder(OWN.pool())
        .settings(JdbcSettings.defaults().withSchemaMode(SchemaMode.OFF))
        .build();
    try (TestGatehouse test = TestGatehouse.on(storage)) {
      assertThat(test.health().isUp()).isTrue();
      assertThat(test.health().schema()).isEmpty();
      OWN.execute("alter table gatehouse.signing_keys rename to elsewhere");
      assertThat(test.gatehouse().health().problems()).containsExactly(Problem.STORE);
    }
  }

  @Test
  void aPoolThatIsUsedUpHoldsNobodyLongerThanTheBound() throws Exception {
    HikariDataSource pool = DATABASE.pool();
    pool.setConnectionTimeout(60_000);
    List<Connection> taken = new ArrayList<>();
    try (TestGatehouse test = TestGatehouse.on(JdbcStorage.of(pool))) {
      while (taken.size() < pool.getMaximumPoolSize()) {
        taken.add(pool.getConnection());
      }
      long start = System.nanoTime();
      assertThat(test.gatehouse().health().problems()).containsExactly(Problem.STORE);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("the pool itself would wait for a minute")
          .isLessThan(Duration.ofSeconds(30));
      for (Connection one : taken) {
        one.close();
      }
    }
  }
}
