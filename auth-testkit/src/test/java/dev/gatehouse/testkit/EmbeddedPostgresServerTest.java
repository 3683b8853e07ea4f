package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresServerTest {

  @Test
  void keptDataAreThereAtTheNextStart(@TempDir Path directory) throws SQLException {
    PostgresOptions options = PostgresOptions.keptIn(directory.resolve("a/b"));
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
      execute(server.dataSource("postgres"), "create table t as select 42 as answer");
    }
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
      assertThat(query(server.dataSource("postgres"), "select answer from t")).isEqualTo("42");
    }
  }

  @Test
  void aClosedServerIsGone() {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.temporary());
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    server.close();
    assertThat(process.isAlive()).isFalse();
    server.close();
  }

  @Test
  void aKeptServerIsDurableAndATemporaryOneIsFast(@TempDir Path directory) throws SQLException {
    try (EmbeddedPostgresServer kept =
            EmbeddedPostgresServer.start(PostgresOptions.keptIn(directory));
        EmbeddedPostgresServer fast = EmbeddedPostgresServer.start(PostgresOptions.temporary())) {
      String settings =
          "select current_setting('fsync') || ' ' || current_setting('synchronous_commit')";
      assertThat(query(kept.dataSource("postgres"), settings)).isEqualTo("on on");
      assertThat(query(fast.dataSource("postgres"), settings)).isEqualTo("off off");
    }
  }

  @Test
  void aSecondServerOnTheSameDataSaysWhyItCannotStart(@TempDir Path directory) {
    PostgresOptions options = PostgresOptions.keptIn(directory);
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
      assertThatThrownBy(() -> EmbeddedPostgresServer.start(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("postmaster.pid")
          .hasMessageContaining(Long.toString(server.pid()));
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().isAlive()).isTrue();
    }
  }

  @Test
  void aTakenPortIsNamedInTheReason() {
    try (EmbeddedPostgresServer server =
        EmbeddedPostgresServer.start(PostgresOptions.temporary())) {
      PostgresOptions same = PostgresOptions.temporary().onPort(server.port());
      assertThatThrownBy(() -> EmbeddedPostgresServer.start(same))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Integer.toString(server.port()));
    }
  }

  @Test
  void whatWasCommittedBeforeACrashIsThereAfterTheRestartOnTheSamePort() throws SQLException {
    try (CrashablePostgres postgres = CrashablePostgres.start()) {
      DataSource source = postgres.dataSource();
      String url = postgres.url();
      execute(source, "create table t as select 42 as answer");
      long before = postgres.pid();
      postgres.killHard();
      assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
      postgres.restart();
      assertThat(postgres.url()).isEqualTo(url);
      assertThat(postgres.pid()).isNotEqualTo(before);
      assertThat(query(source, "select answer from t")).isEqualTo("42");
    }
  }

  @Test
  void aCrashBreaksOpenConnections() throws SQLException {
    try (CrashablePostgres postgres = CrashablePostgres.start();
        Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      postgres.killHard();
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  private static String query(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
