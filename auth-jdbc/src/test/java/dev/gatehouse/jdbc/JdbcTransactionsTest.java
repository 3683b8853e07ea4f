package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JdbcTransactionsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  // One connection: whoever needs a second one, or does not give back the first, fails.
  private static final HikariDataSource ONE = poolOfOne();
  private static final Storage STORAGE = JdbcStorage.of(ONE);

  @AfterAll
  static void closeTheStorage() {
    STORAGE.close();
  }

  @Test
  void anActionAfterTheCommitDoesNotWaitForTheConnectionOfItsUnit() {
    User user = Samples.user();
    STORAGE.transactions().run(() -> {
      STORAGE.users().insert(user);
      STORAGE
          .transactions()
          .afterCommit(() -> STORAGE.users().changeProfile(user.id(), "Ann", Locale.FRENCH));
    });
    assertThat(STORAGE.users().find(user.id()).map(User::name)).contains("Ann");
  }

  @Test
  void aUnitWithoutStatementsTakesNoConnection() throws SQLException {
    try (Connection taken = ONE.getConnection()) {
      assertThat(taken.isClosed()).isFalse();
      assertThat(STORAGE.transactions().call(() -> "done")).isEqualTo("done");
    }
  }

  @Test
  void everyConnectionComesBackInAutocommitWhateverHappened() throws SQLException {
    User user = Samples.user();
    STORAGE.transactions().run(() -> STORAGE.users().insert(user));
    assertThatThrownBy(() -> STORAGE.users().insert(user(user, "other@example.org")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> STORAGE.transactions().run(() -> {
          STORAGE.users().find(user.id());
          throw new IllegalStateException("rolls back");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ONE.getHikariPoolMXBean().getActiveConnections()).isZero();
    try (Connection connection = ONE.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void aFailedStatementThatIsSwallowedRollsTheUnitBackAndSaysSo() {
    User user = Samples.user();
    User other = Samples.user();
    STORAGE.users().insert(user);
    assertThatThrownBy(() -> STORAGE.transactions().run(() -> {
          STORAGE.users().insert(other);
          assertThatThrownBy(() -> STORAGE.users().insert(user(user, "twice@example.org")))
              .isInstanceOf(StoreException.class);
        }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("rolled back");
    assertThat(STORAGE.users().find(other.id())).isEmpty();
  }

  @Test
  void noFailureTellsAValue() {
    User user = Samples.user();
    STORAGE.users().insert(user);
    User duplicate = user(user, "private.person@example.org");
    StoreException failure =
        catchThrowableOfType(StoreException.class, () -> STORAGE.users().insert(duplicate));
    StringWriter everything = new StringWriter();
    failure.printStackTrace(new PrintWriter(everything));
    assertThat(failure).hasMessageContaining("users.insert").hasMessageContaining("users_pk");
    assertThat(everything.toString())
        .doesNotContain(
            user.id().value().toString(), "private.person", user.email().canonical());
  }

  @Test
  void aStatementThatTakesTooLongIsEnded() {
    Database database = new Database(
        new JdbcTransactions(DATABASE.direct()),
        new Schema("gatehouse"),
        java.time.Duration.ofMillis(100));
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> database.list(new Sql("test.sleep", "select pg_sleep(30)"), row -> true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("statement timeout");
    assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
  }

  @Test
  void worksOnADataSourceWhoseConnectionsDoNotCommitByThemselves() {
    HikariConfig config = DATABASE.poolConfig();
    config.setAutoCommit(false);
    User user = Samples.user();
    try (HikariDataSource pool = Pools.open(config);
        Storage storage = JdbcStorage.of(pool)) {
      storage.users().insert(user);
    }
    assertThat(STORAGE.users().find(user.id())).isPresent();
  }

  private static User user(User same, String email) {
    return Samples.user(same.id(), Samples.email(email), UserStatus.ACTIVE);
  }

  private static HikariDataSource poolOfOne() {
    HikariConfig config = DATABASE.poolConfig();
    config.setMaximumPoolSize(1);
    return DATABASE.opened(Pools.open(config));
  }
}
