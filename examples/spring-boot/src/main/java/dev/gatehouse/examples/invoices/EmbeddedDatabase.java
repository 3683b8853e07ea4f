package dev.gatehouse.examples.invoices;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * A PostgreSQL that starts and ends with the application, for a first look without installing anything. An application of
 * yours has {@code spring.datasource.url} instead.
 */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
class EmbeddedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  @Bean(destroyMethod = "close")
  EmbeddedPostgresServer postgres() {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.temporary());
    LOG.info("PostgreSQL is process {} and answers at {}", server.pid(), server.url("postgres"));
    return server;
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(EmbeddedPostgresServer postgres) {
    return Pools.postgres(postgres.url("postgres"), "postgres", Secret.of(""));
  }
}
