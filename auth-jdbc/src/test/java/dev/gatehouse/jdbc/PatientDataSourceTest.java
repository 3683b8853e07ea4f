package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.crypto.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

final class PatientDataSourceTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03"})
  void goesOnToTryWhileTheServerIsAwayOrStarting(String state) throws SQLException {
    Flaky server = new Flaky(state, 3);
    try (Connection connection = new PatientDataSource(server).getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThat(server.calls).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "3D000", "53300"})
  void doesNotTryAgainWhatWouldBeRefusedAgain(String state) {
    Flaky server = new Flaky(state, 3);
    assertThatThrownBy(() -> new PatientDataSource(server).getConnection())
        .isInstanceOf(SQLException.class);
    assertThat(server.calls).isEqualTo(1);
  }

  @Test
  void givesUpOnceThePoolIsClosed() {
    Flaky server = new Flaky("08001", Integer.MAX_VALUE);
    PatientDataSource patient = new PatientDataSource(server);
    patient.until(() -> server.calls == 3);
    assertThatThrownBy(patient::getConnection).isInstanceOf(SQLException.class);
    assertThat(server.calls).isEqualTo(3);
  }

  @Test
  void everyPoolOfOursIsPatient() {
    HikariConfig config =
        Pools.config("jdbc:postgresql://127.0.0.1:1/nowhere", "u", Secret.of("p"));
    assertThat(config.getDataSource()).isInstanceOf(PatientDataSource.class);
  }

  /** Fails some times before it connects. */
  private static final class Flaky extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final String state;
    private final int failures;
    private volatile int calls;

    Flaky(String state, int failures) {
      this.state = state;
      this.failures = failures;
    }

    @Override
    public Connection getConnection() throws SQLException {
      calls++;
      if (calls <= failures) {
        throw new SQLException("not now", state);
      }
      return DATABASE.direct().getConnection();
    }
  }
}
