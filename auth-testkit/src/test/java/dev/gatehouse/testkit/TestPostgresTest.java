package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class TestPostgresTest {

  @Test
  void everybodyGetsAnEmptyDatabaseOfTheirOwn() throws SQLException {
    DataSource one = TestPostgres.newDatabase();
    DataSource other = TestPostgres.newDatabase();
    execute(one, "create table only_here (id int)");
    execute(other, "create table only_here (id int)");
    assertThat(name(one)).isNotEqualTo(name(other));
  }

  @Test
  void manyMayAskAtOnce() {
    List<String> names = Racing.together(8, () -> name(TestPostgres.newDatabase()));
    assertThat(names).doesNotHaveDuplicates();
  }

  private static String name(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_database()")) {
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
