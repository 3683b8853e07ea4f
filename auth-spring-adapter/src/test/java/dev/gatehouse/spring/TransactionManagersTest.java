package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.TestPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHandle;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.DefaultJpaDialect;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which of the application's transaction managers is joined, and what the log says about it. */
final class TransactionManagersTest {
  private static final DataSource OURS = TestPostgres.newDatabase();
  private static final DataSource OTHER = TestPostgres.newDatabase();

  /** A Jakarta Persistence provider that works on a connection, as Hibernate and EclipseLink do. */
  private static final class Provider implements InvocationHandler {
    private final DataSource dataSource;
    private Connection connection;

    Provider(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    EntityManagerFactory factory() {
      return proxy(EntityManagerFactory.class);
    }

    private <T> T proxy(Class<T> type) {
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public Object invoke(Object self, java.lang.reflect.Method method, Object[] arguments)
        throws SQLException {
      switch (method.getName()) {
        case "createEntityManager":
          return proxy(EntityManager.class);
        case "getTransaction":
          return proxy(EntityTransaction.class);
        case "begin":
          connection = dataSource.getConnection();
          connection.setAutoCommit(false);
          return null;
        case "commit":
          connection.commit();
          connection.close();
          return null;
        case "rollback":
          connection.rollback();
          connection.close();
          return null;
        case "isOpen", "isActive":
          return true;
        case "getRollbackOnly":
          return false;
        case "hashCode":
          return System.identityHashCode(self);
        case "equals":
          return self == arguments[0];
        default:
          return null;
      }
    }
  }

  private static JpaTransactionManager jpa(DataSource dataSource) {
    Provider provider = new Provider(dataSource);
    JpaTransactionManager manager = new JpaTransactionManager(provider.factory());
    manager.setDataSource(dataSource);
    manager.setJpaDialect(new DefaultJpaDialect() {
      @Override
      public ConnectionHandle getJdbcConnection(EntityManager entityManager, boolean readOnly) {
        return () -> provider.connection;
      }
    });
    manager.afterPropertiesSet();
    return manager;
  }

  /** A JTA server that knows nothing of our DataSource. */
  private static JtaTransactionManager jta(AtomicInteger begun) {
    AtomicBoolean active = new AtomicBoolean();
    UserTransaction user = (UserTransaction) Proxy.newProxyInstance(
        UserTransaction.class.getClassLoader(),
        new Class<?>[] {UserTransaction.class},
        (self, method, arguments) -> {
          switch (method.getName()) {
            case "begin":
              begun.incrementAndGet();
              active.set(true);
              return null;
            case "commit", "rollback":
              active.set(false);
              return null;
            case "getStatus":
              return active.get() ? Status.STATUS_ACTIVE : Status.STATUS_NO_TRANSACTION;
            case "hashCode":
              return System.identityHashCode(self);
            case "equals":
              return self == arguments[0];
            default:
              return null;
          }
        });
    return new JtaTransactionManager(user);
  }

  private record Choice(PlatformTransactionManager manager, String said) {}

  private static Choice choose(PlatformTransactionManager... candidates) {
    try (LogCapture log = LogCapture.of(TransactionManagers.class)) {
      PlatformTransactionManager chosen = new TransactionManagers(OURS).choose(List.of(candidates));
      return new Choice(chosen, String.join("\n", log.lines()));
    }
  }

  @Test
  void jpaOnOurDataSourceIsJoinedAndBothCommitOrVanishTogether() throws SQLException {
    JpaTransactionManager jpa = jpa(OURS);
    Choice choice = choose(jpa);
    assertThat(choice.manager()).isSameAs(jpa);
    assertThat(choice.said())
        .isEqualTo("takes part in the transactions of " + JpaTransactionManager.class.getName());
    SpringTransactions units = new SpringTransactions(OURS, jpa);
    JdbcTemplate jdbc = new JdbcTemplate(OURS);
    try (JdbcStorage storage = JdbcStorage.builder(OURS).joining(units, units).build()) {
      jdbc.execute("create table tenants (name text)");
      TransactionTemplate unit = new TransactionTemplate(jpa);
      unit.executeWithoutResult(status -> {
        ownRow("vanishes");
        storage.users().insert(Samples.user());
        status.setRollbackOnly();
      });
      assertThat(counts(jdbc)).isEqualTo("0 0");
      unit.executeWithoutResult(status -> {
        ownRow("stays");
        storage.users().insert(Samples.user());
      });
      assertThat(counts(jdbc)).isEqualTo("1 1");
    }
  }

  private static void ownRow(String name) {
    try {
      DataSourceUtils.getConnection(OURS)
          .createStatement()
          .execute("insert into tenants values ('" + name + "')");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String counts(JdbcTemplate jdbc) {
    return jdbc.queryForObject("select count(*) from tenants", Long.class) + " "
        + jdbc.queryForObject("select count(*) from gatehouse.users", Long.class);
  }

  @Test
  void whateverWorksOnAnotherDataSourceOrOnNoneIsNotJoinedAndTheLogSaysSo() {
    AtomicInteger begun = new AtomicInteger();
    for (PlatformTransactionManager other :
        List.of(jpa(OTHER), new DataSourceTransactionManager(OTHER), jta(begun))) {
      Choice choice = choose(other);
      assertThat(choice.manager()).isNotSameAs(other);
      assertThat(choice.manager())
          .isInstanceOfSatisfying(
              DataSourceTransactionManager.class,
              own -> assertThat(own.getDataSource()).isSameAs(OURS));
      assertThat(choice.said())
          .contains("no transaction manager of this application works on the DataSource")
          .contains("transactions of their own");
    }
    assertThat(begun).as("it was tried, and rolled back").hasValue(1);
  }

  @Test
  void amongSeveralTheOneOnOurDataSourceIsFound() {
    JpaTransactionManager jpa = jpa(OURS);
    assertThat(choose(jta(new AtomicInteger()), jpa(OTHER), jpa).manager()).isSameAs(jpa);
    DataSourceTransactionManager jdbc = new DataSourceTransactionManager(OURS);
    assertThat(choose(jpa, jdbc).manager())
        .as("one that tells its DataSource comes before one that must be tried")
        .isSameAs(jdbc);
  }
}
