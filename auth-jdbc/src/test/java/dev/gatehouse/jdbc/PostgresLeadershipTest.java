package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLeadershipTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final Storage HERE = JdbcStorage.of(DATABASE.pool());
  private static final Storage THERE = JdbcStorage.of(DATABASE.pool());

  @AfterAll
  static void closeBoth() {
    HERE.close();
    THERE.close();
  }

  @Test
  void anotherNodeTakesOverAtOnceWhenTheConnectionOfTheFirstDies() {
    boolean ran = HERE.leadership().runExclusively("work", () -> {
      assertThat(THERE.leadership().runExclusively("work", () -> {})).isFalse();
      terminateTheLeader();
      assertThat(THERE.leadership().runExclusively("work", () -> {})).isTrue();
    });
    assertThat(ran).isTrue();
    assertThat(HERE.leadership().runExclusively("work", () -> {})).isTrue();
  }

  @Test
  void schemasDoNotExcludeEachOther() {
    JdbcSettings other = JdbcSettings.defaults().withSchema("other");
    try (Storage elsewhere =
        JdbcStorage.builder(DATABASE.pool()).settings(other).build()) {
      HERE.leadership()
          .runExclusively(
              "work",
              () -> assertThat(elsewhere.leadership().runExclusively("work", () -> {}))
                  .isTrue());
    }
  }

  @Test
  void theLockHoldsNothingBackOnTheServer() {
    HERE.leadership().runExclusively("work", () -> {
      assertThat(
              DATABASE.number("select count(*) from pg_locks l join pg_stat_activity a using (pid)"
                  + " where l.locktype = 'advisory' and a.state = 'idle in transaction'"
                  + " and a.datname = current_database()"))
          .isEqualTo(1);
      assertThat(
              DATABASE.number("select count(*) from pg_stat_activity where backend_xmin is not null"
                  + " and datname = current_database() and state = 'idle in transaction'"))
          .describedAs("a long work must not hold back vacuum")
          .isZero();
    });
  }

  private static void terminateTheLeader() {
    DATABASE.execute("select pg_terminate_backend(l.pid, 5000) from pg_locks l"
        + " join pg_stat_activity a using (pid)"
        + " where l.locktype = 'advisory' and a.datname = current_database()");
  }
}
