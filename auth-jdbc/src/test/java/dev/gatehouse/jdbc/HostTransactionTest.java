package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.FailingDataSource;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host without any framework: its rows and ours in one unit of work commit or vanish together. */
final class HostTransactionTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final List<String> TABLES = List.of(
      "tenants",
      "gatehouse.users",
      "gatehouse.one_time_tokens",
      "gatehouse.audit",
      "gatehouse.outbox");

  private static final FailingDataSource SOURCE = new FailingDataSource(DATABASE.direct());
  private static final JdbcTransactions UNITS = new JdbcTransactions(SOURCE);
  private static final JdbcStorage STORAGE =
      JdbcStorage.builder(SOURCE).joining(UNITS, UNITS).build();
  private static final CapturedMail MAIL = new CapturedMail();
  private static final Gatehouse GATEHOUSE = Gatehouse.builder()
      .baseUrl("https://app.example.com")
      .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
      .storage(STORAGE)
      .mailer(MAIL)
      .hashing(hash -> HashSettings.insecureForTests())
      .throttle(ThrottlePolicy::off)
      .build();

  @AfterAll
  static void close() {
    GATEHOUSE.close();
    STORAGE.close();
  }

  /** What a host does. */
  private static void open(String name) {
    UNITS.run(() -> {
      update("insert into tenants values (?)", name);
      GATEHOUSE
          .registration()
          .register(
              new NewAccount(
                  name + "@example.org", Secret.of("a heron at the mill pond"), "", Locale.ENGLISH),
              ClientInfo.none());
      update("update tenants set name = name where name = ?", name);
    });
  }

  private static void update(String sql, String name) {
    try {
      Connection connection = UNITS.get();
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, name);
        statement.executeUpdate();
      } finally {
        UNITS.release(connection);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theHostsRowAndOursCommitOrVanishTogetherWhicheverStatementFails() {
    DATABASE.execute("create table tenants (name text primary key)");
    SOURCE.failAfter(0);
    open("first");
    List<String> statements = SOURCE.stop();
    assertThat(statements)
        .anyMatch(sql -> sql.contains("users"))
        .anyMatch(sql -> sql.contains("audit"))
        .anyMatch(sql -> sql.contains("outbox"));
    MAIL.awaitTo("first@example.org");
    // What comes after the commit, such as word to other nodes, has its own fate.
    int last = statements.indexOf("update tenants set name = name where name = ?") + 1;
    for (int failing = 1; failing <= last; failing++) {
      String name = "tenant" + failing;
      Map<String, Long> before = counts();
      SOURCE.failAfter(failing);
      assertThatThrownBy(() -> open(name))
          .as("failure after %s", statements.get(failing - 1))
          .isInstanceOf(RuntimeException.class);
      SOURCE.stop();
      assertThat(counts()).as("failure after %s", statements.get(failing - 1)).isEqualTo(before);
    }
    Map<String, Long> before = counts();
    open("last");
    Map<String, Long> after = counts();
    TABLES.forEach(
        table -> assertThat(after.get(table)).as(table).isGreaterThan(before.get(table)));
    MAIL.awaitTo("last@example.org");
    assertThat(MAIL.messages())
        .as("nobody was written to whose account vanished")
        .noneMatch(message -> message.to().startsWith("tenant"));
  }

  private static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    TABLES.forEach(table -> counts.put(table, count(table)));
    return counts;
  }

  private static long count(String table) {
    try (Connection connection = DATABASE.direct().getConnection();
        PreparedStatement statement = connection.prepareStatement("select count(*) from " + table);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
