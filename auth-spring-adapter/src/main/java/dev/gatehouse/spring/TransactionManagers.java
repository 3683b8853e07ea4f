package dev.gatehouse.spring;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds the transaction manager of the application whose transactions are on our DataSource. */
final class TransactionManagers {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionManagers.class);

  private final DataSource dataSource;

  TransactionManagers(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Returns the first that fits, or one of our own if none does. */
  PlatformTransactionManager choose(List<PlatformTransactionManager> candidates) {
    Optional<PlatformTransactionManager> joined = candidates.stream()
        .filter(this::isOnIt)
        .findFirst()
        .or(() -> candidates.stream().filter(this::bindsIt).findFirst());
    joined.ifPresentOrElse(
        found ->
            LOG.info("takes part in the transactions of {}", found.getClass().getName()),
        () -> LOG.info("no transaction manager of this application works on the DataSource of"
            + " Gatehouse: its changes are transactions of their own"));
    return joined.orElseGet(() -> new DataSourceTransactionManager(dataSource));
  }

  private boolean isOnIt(PlatformTransactionManager manager) {
    return manager instanceof ResourceTransactionManager known
        && known.getResourceFactory() == dataSource;
  }

  /** Tries: managers of JPA and JTA bind connections of DataSources that they do not tell about. */
  private boolean bindsIt(PlatformTransactionManager manager) {
    try {
      TransactionTemplate trial = new TransactionTemplate(manager);
      trial.setReadOnly(true);
      return Boolean.TRUE.equals(trial.execute(status -> {
        status.setRollbackOnly();
        return isBound();
      }));
    } catch (RuntimeException e) {
      LOG.debug("{} begins no transaction", manager.getClass().getName(), e);
      return false;
    }
  }

  private boolean isBound() {
    if (!(TransactionSynchronizationManager.getResource(dataSource)
        instanceof ConnectionHolder holder)) {
      return false;
    }
    try {
      Connection connection = holder.getConnection();
      return !connection.getAutoCommit();
    } catch (java.sql.SQLException e) {
      return false;
    }
  }
}
