package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Joins Spring Security where it is on the class path. If the application has no {@code SecurityFilterChain}, ours takes the
 * place of Boot's and opens nothing that the gate did not; otherwise the application's own one decides, and
 * {@link GatehouseSecurity} tells it who asks.
 */
@AutoConfiguration(
    after = GatehouseAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
      "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class})
@ConditionalOnBean(Gatehouse.class)
@Import({OwnChainConfiguration.class, DefaultChainConfiguration.class})
class GatehouseSecurityAutoConfiguration {

  @Bean
  @Order(0)
  CallerSource gatehouseSecurityContextCaller() {
    return GatehouseAuthentication::current;
  }

  /** Keeps Boot from making up a user with a password: people log in at our endpoints. */
  @Bean
  @ConditionalOnMissingBean({
    AuthenticationProvider.class,
    AuthenticationManager.class,
    UserDetailsService.class
  })
  NoPasswords gatehouseAuthenticationProvider() {
    return new NoPasswords();
  }
}
