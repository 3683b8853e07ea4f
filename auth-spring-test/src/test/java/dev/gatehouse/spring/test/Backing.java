package dev.gatehouse.spring.test;

import dev.gatehouse.Storage;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the application has and a slice of it does not. */
@Configuration(proxyBeanMethods = false)
class Backing {
  @Bean
  Storage storage() {
    return InMemoryStorage.create();
  }

  @Bean
  CapturedMail mail() {
    return new CapturedMail();
  }

  @Bean
  GatehouseCustomizer cheapHashes() {
    return builder -> builder.hashing(hash -> HashSettings.insecureForTests());
  }
}
