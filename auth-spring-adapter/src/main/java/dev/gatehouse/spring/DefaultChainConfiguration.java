package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.servlet.GatehouseServlet;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The chain of an application that has none. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(SecurityFilterChain.class)
class DefaultChainConfiguration {
  /** The place of Boot's own default chain, behind every other. */
  private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 5;

  /**
   * Lets through what the gate let through, and error pages, whose status would change otherwise. A request that no gate has
   * seen is refused. Cross-site requests were judged by the gate, and there is no session to protect.
   */
  @Bean
  @Order(ORDER)
  SecurityFilterChain gatehouseSecurityFilterChain(HttpSecurity http, Gatehouse gatehouse)
      throws Exception {
    return http.with(new GatehouseSecurity(gatehouse), Customizer.withDefaults())
        .authorizeHttpRequests(all -> all.dispatcherTypeMatchers(DispatcherType.ERROR)
            .permitAll()
            .requestMatchers(GatehouseServlet::isAdmitted)
            .permitAll()
            .anyRequest()
            .denyAll())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }
}
