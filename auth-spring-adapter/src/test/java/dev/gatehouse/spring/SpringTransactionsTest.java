package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.contract.TransactionsContract;
import dev.gatehouse.jdbc.JdbcSettings;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The contract of units of work, on Spring's transactions. */
final class SpringTransactionsTest implements TransactionsContract {
  private static final DataSource DATABASE = TestPostgres.newDatabase();
  private static int schemas;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  public Storage storage() {
    return storage(DATABASE, new DataSourceTransactionManager(DATABASE));
  }

  private Storage storage(DataSource dataSource, PlatformTransactionManager manager) {
    SpringTransactions units = new SpringTransactions(
        dataSource, new TransactionManagers(dataSource).choose(List.of(manager)));
    Storage storage = JdbcStorage.builder(dataSource)
        .settings(JdbcSettings.defaults().withSchema("units_" + ++schemas).withNotifications(false))
        .joining(units, units)
        .build();
    opened.add(0, storage);
    return storage;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void anActionAfterOurOwnCommitDoesNotWaitForTheConnectionOfItsUnit() {
    HikariDataSource one = pool(true);
    Storage storage = storage(one, new DataSourceTransactionManager(one));
    User user = Samples.user();
    storage.transactions().run(() -> {
      storage.users().insert(user);
      storage
          .transactions()
          .afterCommit(() -> storage.users().changeProfile(user.id(), "Ann", Locale.FRENCH));
    });
    assertThat(storage.users().find(user.id()).map(User::name)).contains("Ann");
    assertThat(one.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void aPoolWhoseConnectionsDoNotCommitByThemselvesIsFine() {
    HikariDataSource one = pool(false);
    Storage storage = storage(one, new DataSourceTransactionManager(one));
    User alone = Samples.user();
    User inUnit = Samples.user();
    storage.users().insert(alone);
    storage.transactions().run(() -> storage.users().insert(inUnit));
    assertThat(storage.users().find(alone.id())).isPresent();
    assertThat(storage.users().find(inUnit.id())).isPresent();
  }

  @Test
  void transactionsOnAnotherDatabaseAreNotTakenForOurs() {
    DataSource elsewhere = TestPostgres.newDatabase();
    PlatformTransactionManager foreign = new DataSourceTransactionManager(elsewhere);
    Storage storage = storage(DATABASE, foreign);
    User user = Samples.user();
    User other = Samples.user();
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> new TransactionTemplate(foreign).executeWithoutResult(status -> {
          storage.users().insert(user);
          assertThatThrownBy(() -> storage.transactions().run(() -> {
                storage.users().insert(other);
                throw new IllegalArgumentException("rolls the unit back");
              }))
              .isInstanceOf(IllegalArgumentException.class);
          storage
              .transactions()
              .run(() -> storage.transactions().afterCommit(() -> told.add("committed")));
          assertThat(told).containsExactly("committed");
          throw new IllegalStateException("the other database rolls back");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(storage.users().find(user.id())).as("committed by itself").isPresent();
    assertThat(storage.users().find(other.id())).as("all of a unit or nothing").isEmpty();
  }

  private HikariDataSource pool(boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestPostgres.newDatabase());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(5_000);
    config.setAutoCommit(autoCommit);
    HikariDataSource pool = new HikariDataSource(config);
    opened.add(pool);
    return pool;
  }
}
