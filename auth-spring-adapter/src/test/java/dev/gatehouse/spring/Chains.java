package dev.gatehouse.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** Chains of applications. */
final class Chains {
  private Chains() {}

  static class Own {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return rules(http).csrf(AbstractHttpConfigurer::disable).build();
    }
  }

  static class WithCsrf {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return rules(http).build();
    }
  }

  static class Unaware {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).build();
    }
  }

  static class OnlyActuator {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return rules(http.securityMatcher("/actuator/**")).build();
    }
  }

  static class Ruled {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.authenticated("/**");
    }
  }

  private static HttpSecurity rules(HttpSecurity http) throws Exception {
    return http.with(GatehouseSecurity.gatehouse(), Customizer.withDefaults())
        .authorizeHttpRequests(all -> all.requestMatchers("/public/**")
            .permitAll()
            .requestMatchers("/ledger/close")
            .hasRole("accountant")
            .requestMatchers("/ledger")
            .hasAuthority("invoices:read")
            .requestMatchers("/strong")
            .hasAuthority("FACTOR_TOTP")
            .anyRequest()
            .authenticated());
  }
}
