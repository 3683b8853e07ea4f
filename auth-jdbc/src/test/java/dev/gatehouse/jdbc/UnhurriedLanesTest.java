package dev.gatehouse.jdbc;

import static dev.gatehouse.contract.LaneSamples.open;
import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CrashablePostgres;
import dev.gatehouse.throttle.Lane;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guesses are counted, and taken back, without waiting for the disk; what follows on the connection waits for it. */
final class UnhurriedLanesTest {
  private int reserved;
  private int givenBack;
  private int others;

  @Test
  void onlyGuessesDoNotWaitForTheDisk() throws SQLException {
    try (CrashablePostgres server = CrashablePostgres.start();
        HikariDataSource pool = oneConnection(server.url());
        JdbcStorage storage = JdbcStorage.builder(pool)
            .settings(JdbcSettings.defaults().withNotifications(false))
            .build()) {
      for (int i = 0; i < 20; i++) {
        List<Lane> lane = List.of(open("name" + i));
        storage.lockouts().reserve(lane, NOW);
        reserved += unflushed(pool);
        storage.lockouts().giveBack(lane, List.of(1));
        givenBack += unflushed(pool);
        write(pool);
        others += unflushed(pool);
      }
      // The server flushes now and then, and writes a little, on its own.
      assertThat(reserved).isGreaterThan(5);
      assertThat(givenBack).isGreaterThan(5);
      assertThat(others).isLessThan(5);
    }
  }

  private static HikariDataSource oneConnection(String url) {
    HikariConfig config = Pools.config(url, "postgres", Secret.of(""));
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(30_000);
    return Pools.open(config);
  }

  /** Returns 1 if something is written that a crash of the machine would take away. */
  private static int unflushed(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "select (pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn())::integer")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void write(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update gatehouse.role_locks set revision = gen_random_uuid()");
    }
  }
}
