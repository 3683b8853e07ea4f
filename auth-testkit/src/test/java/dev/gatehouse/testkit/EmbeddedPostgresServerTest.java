package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
final class EmbeddedPostgresServerTest {

  private static final String DURABILITY =
      "select current_setting('fsync') || ' ' || current_setting('synchronous_commit')";

  @Test
  void keptDataAreDurableAndThereAtTheNextStart(@TempDir Path directory) throws SQLException {
    PostgresOptions options = PostgresOptions.keptIn(directory.resolve("a/b"));
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
      execute(server.dataSource("postgres"), "create table t as select 42 as answer");
      assertThat(query(server.dataSource("postgres"), DURABILITY)).isEqualTo("on on");
    }
    try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
      assertThat(query(server.dataSource("postgres"), "select answer from t")).isEqualTo("42");
      assertThatThrownBy(() -> EmbeddedPostgresServer.start(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("postmaster.pid")
          .hasMessageContaining(Long.toString(server.pid()));
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().isAlive()).isTrue();
    }
  }

  @Test
  void aTemporaryServerIsFastAndGoneAfterItsClose() throws SQLException {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.temporary());
    assertThat(query(server.dataSource("postgres"), DURABILITY)).isEqualTo("off off");
    Path data = Path.of(query(server.dataSource("postgres"), "show data_directory"));
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    assertThatThrownBy(
            () -> EmbeddedPostgresServer.start(PostgresOptions.temporary().onPort(server.port())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Integer.toString(server.port()));
    server.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(data.getParent()).doesNotExist();
    server.close();
  }

  @Test
  void whatWasCommittedBeforeACrashIsThereAfterTheRestartOnTheSamePort() throws SQLException {
    try (CrashablePostgres postgres = CrashablePostgres.start();
        Connection open = postgres.dataSource().getConnection()) {
      DataSource source = postgres.dataSource();
      String url = postgres.url();
      long before = postgres.pid();
      execute(source, "create table t as select 42 as answer");
      postgres.killHard();
      assertThat(open.isValid(5)).isFalse();
      assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
      postgres.restart();
      assertThat(postgres.url()).isEqualTo(url);
      assertThat(postgres.pid()).isNotEqualTo(before);
      assertThat(query(source, "select answer from t")).isEqualTo("42");
      assertThat(query(source, DURABILITY)).isEqualTo("on on");
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
