package dev.gatehouse.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/** Says that a reactive application is not guarded. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = Settings.ENABLED, matchIfMissing = true)
class GatehouseReactiveAutoConfiguration {
  private static final Logger LOG =
      LoggerFactory.getLogger(GatehouseReactiveAutoConfiguration.class);

  /** Warns. */
  GatehouseReactiveAutoConfiguration() {
    LOG.warn(
        "Gatehouse stands aside: this is a reactive application (WebFlux), and it guards servlet"
            + " applications only. NOTHING IS PROTECTED by it and none of its endpoints answers. Use"
            + " spring-boot-starter-web, or take auth-spring-adapter out; gatehouse.enabled=false ends"
            + " this warning.");
  }
}
