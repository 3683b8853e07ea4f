package dev.gatehouse.spring;

import dev.gatehouse.Storage;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.jdbc.JdbcStorageBuilder;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/** The storage on the application's DataSource, in the application's transactions. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceUtils.class)
class JdbcConfiguration {

  /** The Gatehouse closes it. */
  @Bean(destroyMethod = "")
  @ConditionalOnBean(DataSource.class)
  @ConditionalOnMissingBean(Storage.class)
  JdbcStorage gatehouseStorage(
      @GatehouseDataSource ObjectProvider<DataSource> chosen,
      ObjectProvider<DataSource> any,
      ObjectProvider<PlatformTransactionManager> managers,
      ObjectProvider<SharedBackend> shared,
      Environment environment) {
    DataSource dataSource = target(chosen.getIfAvailable(() -> only(any)));
    SpringTransactions units = new SpringTransactions(
        dataSource,
        new TransactionManagers(dataSource).choose(managers.orderedStream().toList()));
    JdbcStorageBuilder storage = JdbcStorage.builder(dataSource)
        .settings(new Settings(environment).jdbc())
        .joining(units, units);
    shared.ifAvailable(backend -> storage.invalidations(backend.invalidations()));
    return storage.build();
  }

  private static DataSource only(ObjectProvider<DataSource> any) {
    DataSource one = any.getIfUnique();
    if (one == null) {
      throw new SetupException(
          "There are several beans of type DataSource, and none is marked: Gatehouse cannot know"
              + " which database is its own.",
          "Mark one of them @Primary, or the one for Gatehouse @GatehouseDataSource.");
    }
    return one;
  }

  /** Transaction managers work on what is behind such a proxy. */
  private static DataSource target(DataSource dataSource) {
    DataSource behind = dataSource instanceof TransactionAwareDataSourceProxy proxy
        ? proxy.getTargetDataSource()
        : null;
    return behind == null ? dataSource : behind;
  }
}
