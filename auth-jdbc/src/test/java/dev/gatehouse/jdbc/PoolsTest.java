package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

final class PoolsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final HikariDataSource POOL = DATABASE.pool();

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, 2s",
    "idle_in_transaction_session_timeout, 10s",
    "transaction_isolation, read committed",
    "application_name, gatehouse"
  })
  void everyConnectionHas(String setting, String value) throws SQLException {
    assertThat(shown(POOL, setting)).isEqualTo(value);
  }

  @Test
  void theStoresGetReadCommittedWhateverTheDatabasesDefaultIs() throws SQLException {
    DATABASE.execute("do $$ begin execute 'alter database ' || current_database()"
        + " || ' set default_transaction_isolation = serializable'; end $$");
    try (HikariDataSource pool = Pools.open(DATABASE.poolConfig())) {
      assertThat(shown(pool, "transaction_isolation")).isEqualTo("read committed");
    } finally {
      DATABASE.execute("do $$ begin execute 'alter database ' || current_database()"
          + " || ' reset default_transaction_isolation'; end $$");
    }
  }

  @Test
  void aParameterInTheUrlWins() throws SQLException {
    String url =
        DATABASE.url() + (DATABASE.url().contains("?") ? "&" : "?") + "ApplicationName=mine";
    try (HikariDataSource pool = Pools.postgres(url, DATABASE.user(), DATABASE.password())) {
      assertThat(shown(pool, "application_name")).isEqualTo("mine");
    }
  }

  @Test
  void theConfigurationMayBeChangedBeforeThePoolOpens() {
    List<String> tracked = new ArrayList<>();
    HikariConfig config = DATABASE.poolConfig();
    config.setMaximumPoolSize(3);
    config.setPoolName("mine");
    config.setMetricsTrackerFactory((name, stats) -> {
      tracked.add(name);
      return new com.zaxxer.hikari.metrics.IMetricsTracker() {};
    });
    try (HikariDataSource pool = Pools.open(config)) {
      assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
      assertThat(tracked).containsExactly("mine");
    }
  }

  @Test
  void refusesAUrlOfAnotherDatabase() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pools.postgres("jdbc:mysql://localhost/x", "u", Secret.of("p")));
  }

  @Test
  void opensWithoutTheDatabaseAndCloses() {
    HikariDataSource pool =
        Pools.postgres("jdbc:postgresql://127.0.0.1:1/nowhere", "u", Secret.of("p"));
    long begin = System.nanoTime();
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
    pool.close();
    assertThat(System.nanoTime() - begin).isLessThan(8_000_000_000L);
  }

  @Test
  void findsTheSourceBehindAPoolOfTheHost() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(DATABASE.url());
    config.setUsername(DATABASE.user());
    config.setPassword(DATABASE.password().reveal());
    config.addDataSourceProperty("ApplicationName", "host");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertThat(Unpooled.behind(pool)).isInstanceOf(PGSimpleDataSource.class);
      assertThat(shown(Unpooled.behind(pool), "application_name")).isEqualTo("host");
    }
    PGSimpleDataSource plain = DATABASE.direct();
    assertThat(Unpooled.behind(plain)).isSameAs(plain);
  }

  private static String shown(javax.sql.DataSource source, String setting) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
