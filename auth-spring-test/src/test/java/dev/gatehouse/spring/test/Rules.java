package dev.gatehouse.spring.test;

import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.spring.GatehouseRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what in the application. */
@Configuration(proxyBeanMethods = false)
class Rules {
  @Bean
  GatehouseRoutes routes() {
    return rules ->
        rules.permitAll("/open").permission("reports:read", "/reports").authenticated("/**");
  }

  @Bean
  GatehouseCustomizer roles() {
    return builder -> builder
        .role("clerk", role -> role.permitting("invoices:read", "invoices:write"))
        .role("treasurer", role -> role.permitting("invoices:*"));
  }
}
