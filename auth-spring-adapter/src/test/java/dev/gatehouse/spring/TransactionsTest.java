package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.Storage;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.FailingDataSource;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The application's rows and ours commit or vanish together. */
final class TransactionsTest {
  private static final HostApp APP = HostApp.start(List.of(), List.of(OnPostgres.class));
  private static final List<String> TABLES = List.of(
      "tenants",
      "gatehouse.users",
      "gatehouse.one_time_tokens",
      "gatehouse.audit",
      "gatehouse.outbox");

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class OnPostgres {
    @Bean
    FailingDataSource dataSource() {
      return new FailingDataSource(TestPostgres.newDatabase());
    }

    @Bean
    CapturedMail mail() {
      return new CapturedMail();
    }

    @Bean
    GatehouseCustomizer forTests() {
      return HostApp::cheap;
    }

    @Bean
    Tenants tenants(JdbcTemplate jdbc, Gatehouse gatehouse) {
      jdbc.execute("create table tenants (name text primary key)");
      return new Tenants(jdbc, gatehouse);
    }
  }

  /** A service of the application. */
  static class Tenants {
    private final JdbcTemplate jdbc;
    private final Gatehouse gatehouse;

    Tenants(JdbcTemplate jdbc, Gatehouse gatehouse) {
      this.jdbc = jdbc;
      this.gatehouse = gatehouse;
    }

    @Transactional
    void open(String name, String owner) {
      jdbc.update("insert into tenants values (?)", name);
      register(owner);
      jdbc.update("update tenants set name = name where name = ?", name);
    }

    @Transactional
    void openRegardless(String name) {
      jdbc.update("insert into tenants values (?)", name);
      Storage storage = APP.context.getBean(Storage.class);
      User user = Samples.user();
      storage.users().insert(user);
      User same = Samples.user(user.id(), Samples.email("twice@example.org"), UserStatus.ACTIVE);
      assertThatThrownBy(() -> storage.users().insert(same)).isInstanceOf(StoreException.class);
    }

    @Transactional
    void openAndTell(String name, List<String> told) {
      jdbc.update("insert into tenants values (?)", name);
      Storage storage = APP.context.getBean(Storage.class);
      storage
          .transactions()
          .run(() -> storage.transactions().afterCommit(() -> {
            told.add(name + " " + count("tenants where name = '" + name + "'"));
            storage.transactions().run(() -> storage.users().insert(Samples.user()));
          }));
      told.add("before the commit");
      if (name.startsWith("bad")) {
        throw new IllegalStateException("the application changed its mind");
      }
    }

    @Transactional(isolation = Isolation.REPEATABLE_READ)
    void openOnASnapshot() {
      register("snapshot@example.org");
    }

    private void register(String email) {
      gatehouse
          .registration()
          .register(new NewAccount(email, HostApp.PASSWORD, "", Locale.ENGLISH), ClientInfo.none());
    }
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  private static Storage storage() {
    return APP.context.getBean(Storage.class);
  }

  @Test
  void theApplicationsRowAndOursCommitOrVanishTogetherWhicheverStatementFails() {
    FailingDataSource database = (FailingDataSource) APP.context.getBean(DataSource.class);
    Tenants tenants = APP.context.getBean(Tenants.class);
    CapturedMail mail = APP.context.getBean(CapturedMail.class);
    database.failAfter(0);
    tenants.open("first", "first@example.org");
    List<String> statements = database.stop();
    assertThat(statements)
        .anyMatch(sql -> sql.contains("tenants"))
        .anyMatch(sql -> sql.contains("users"))
        .anyMatch(sql -> sql.contains("audit"))
        .anyMatch(sql -> sql.contains("outbox"));
    int last = lastBeforeTheCommit(statements);
    mail.awaitTo("first@example.org");
    for (int failing = 1; failing <= last; failing++) {
      String name = "tenant" + failing;
      Map<String, Long> before = counts();
      database.failAfter(failing);
      assertThatThrownBy(() -> tenants.open(name, name + "@example.org"))
          .as("failure after %s", statements.get(failing - 1))
          .isInstanceOf(RuntimeException.class);
      database.stop();
      assertThat(counts()).as("failure after %s", statements.get(failing - 1)).isEqualTo(before);
    }
    Map<String, Long> before = counts();
    tenants.open("last", "last@example.org");
    mail.awaitTo("last@example.org");
    assertThat(mail.messages())
        .as("nobody was written to whose account vanished")
        .noneMatch(message -> message.to().startsWith("tenant"));
    Map<String, Long> after = counts();
    TABLES.forEach(
        table -> assertThat(after.get(table)).as(table).isGreaterThan(before.get(table)));
  }

  /** What comes after the commit, such as word to other nodes, has its own fate. */
  private static int lastBeforeTheCommit(List<String> statements) {
    int last = statements.size();
    while (!statements.get(last - 1).contains("update tenants")) {
      last--;
    }
    return last;
  }

  @Test
  void aFailureThatTheApplicationSwallowsRollsBackBoth() {
    Tenants tenants = APP.context.getBean(Tenants.class);
    Map<String, Long> before = counts();
    assertThatThrownBy(() -> tenants.openRegardless("swallowed"))
        .isInstanceOf(UnexpectedRollbackException.class);
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void whatWaitsForTheCommitComesAfterTheCommitOfTheApplication() {
    Tenants tenants = APP.context.getBean(Tenants.class);
    List<String> told = new ArrayList<>();
    long users = count("gatehouse.users");
    tenants.openAndTell("good", told);
    assertThat(told).containsExactly("before the commit", "good 1");
    assertThat(count("gatehouse.users")).as("an action's own unit commits").isEqualTo(users + 1);
    told.clear();
    assertThatThrownBy(() -> tenants.openAndTell("bad", told))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told).containsExactly("before the commit");
  }

  @Test
  void aTransactionThatReadsAnOldSnapshotIsNotJoined() {
    assertThatThrownBy(() -> APP.context.getBean(Tenants.class).openOnASnapshot())
        .hasMessageContaining("READ COMMITTED");
  }

  @Test
  void theApplicationsCodeInAUnitOfWorkOfOursTakesPartInIt() {
    Tenants tenants = APP.context.getBean(Tenants.class);
    Map<String, Long> before = counts();
    assertThatThrownBy(() -> storage().transactions().run(() -> {
          tenants.open("inner", "inner@example.org");
          throw new IllegalStateException("rolls back");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(counts()).isEqualTo(before);
    assertThatCode(() -> tenants.open("inner", "inner@example.org")).doesNotThrowAnyException();
  }

  private static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    TABLES.forEach(table -> counts.put(table, count(table)));
    return counts;
  }

  private static long count(String table) {
    Long found = APP.context
        .getBean(JdbcTemplate.class)
        .queryForObject("select count(*) from " + table, Long.class);
    return found == null ? 0 : found;
  }
}
