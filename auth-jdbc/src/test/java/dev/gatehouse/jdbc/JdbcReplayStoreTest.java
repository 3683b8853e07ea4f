package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.contract.ReplayStoreContract;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only PostgreSQL promises about used ids. */
final class JdbcReplayStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final Storage here = JdbcStorage.of(POOL);
  private final Storage there = JdbcStorage.of(POOL);
  private final Digest id = ReplayStoreContract.newId();
  private final Instant now = Instant.now();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private boolean claim(ReplayStore store, Instant at) {
    return store.claim(id, at, at.plus(MINUTE), at);
  }

  @Test
  @DisplayName(
      "S2S-04 DPOP-04 a node whose clock runs a year ahead makes no id new, and cleans none away")
  void aClockThatRunsAhead() {
    Instant ahead = now.plus(Duration.ofDays(365));
    assertThat(claim(here.replays(), now)).isTrue();
    assertThat(claim(there.replays(), ahead)).isFalse();
    assertThat(there.replays().deleteOver(ahead, 1_000)).isZero();
    assertThat(claim(here.replays(), now)).isFalse();
  }

  @Test
  @DisplayName("S2S-04 a use waits for the disk, whatever is set on the connection")
  void durable() throws Exception {
    try (Connection connection = DATABASE.direct().getConnection();
        PreparedStatement claim =
            connection.prepareStatement(new Schema("gatehouse").in(JdbcReplayStore.CLAIM.text()))) {
      for (String set : List.of("off", "local")) {
        run(connection, "set synchronous_commit = " + set);
        connection.setAutoCommit(false);
        Parameters.bind(claim, ReplayStoreContract.newId(), now.plus(MINUTE), now);
        assertThat(claim.executeUpdate()).isEqualTo(1);
        assertThat(mode(connection)).isEqualTo(set.equals("off") ? "on" : set);
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(mode(connection)).as("after it").isEqualTo(set);
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String mode(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show synchronous_commit")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  @DisplayName("S2S-04 who asks while the first use is undecided waits: committed, it is a replay")
  void committed() throws Exception {
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    here.transactions().run(() -> {
      assertThat(claim(here.replays(), now)).isTrue();
      second.completeAsync(() -> claim(there.replays(), now));
      Moments.await(PATIENCE, this::somebodyWaits);
    });
    assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  @DisplayName(
      "who asks while the first use is undecided waits: rolled back, the second is the first")
  void rolledBack() throws Exception {
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    try {
      here.transactions().run(() -> {
        assertThat(claim(here.replays(), now)).isTrue();
        second.completeAsync(() -> claim(there.replays(), now));
        Moments.await(PATIENCE, this::somebodyWaits);
        throw new IllegalStateException("rolls back");
      });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolls back");
    }
    assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Tells whether a statement waits for the end of another's transaction. */
  private boolean somebodyWaits() {
    String waiting = "select 1 from pg_locks l join pg_stat_activity a using (pid)"
        + " where l.locktype = 'transactionid' and not l.granted and a.datname = current_database()";
    try (Connection connection = DATABASE.direct().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(waiting)) {
      return rows.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
