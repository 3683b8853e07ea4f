package dev.gatehouse.examples.invoices;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A PostgreSQL of the tests' own, mail that is kept instead of sent, and password hashes that cost nothing. */
@TestConfiguration(proxyBeanMethods = false)
class TestSurroundings {
  @Bean
  HikariDataSource dataSource() {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(TestPostgres.newDatabase());
    return new HikariDataSource(pool);
  }

  @Bean
  CapturedMail mail() {
    return new CapturedMail();
  }

  @Bean
  GatehouseCustomizer cheapHashes() {
    return gatehouse -> gatehouse.hashing(hash -> HashSettings.insecureForTests());
  }
}
