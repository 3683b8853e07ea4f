package dev.gatehouse.examples.invoices;

import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.spring.GatehouseRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what: permissions, roles that grant them, and rules for paths. Annotations on controllers add to these. */
@Configuration(proxyBeanMethods = false)
class Access {

  /** The first rule that fits decides, and what no rule opens is refused. */
  @Bean
  GatehouseRoutes routes() {
    return rules ->
        rules.permitAll("/").permission("reports:read", "/reports/**").authenticated("/**");
  }

  @Bean
  GatehouseCustomizer roles() {
    return gatehouse -> gatehouse
        .permissions("invoices:read", "invoices:write", "reports:read")
        .role(
            "auditor",
            role -> role.describedAs("Sees everything and changes nothing")
                .permitting("invoices:read", "reports:read"))
        .role(
            "clerk",
            role ->
                role.describedAs("Writes invoices").permitting("invoices:read", "invoices:write"));
  }
}
