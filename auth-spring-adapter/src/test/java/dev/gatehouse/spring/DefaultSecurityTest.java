package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with Spring Security and no chain of its own. */
final class DefaultSecurityTest {
  @RestController
  static class Contexts {
    @GetMapping("/context")
    String context() {
      Authentication found = SecurityContextHolder.getContext().getAuthentication();
      return found.getName() + " " + found.getPrincipal().getClass().getSimpleName() + " "
          + found.getAuthorities().stream()
              .map(Object::toString)
              .map(text -> text.replaceAll(".*authority=([A-Z_]+).*", "$1"))
              .sorted()
              .toList();
    }
  }

  static class Opened {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.permitAll("/public/**").authenticated("/**");
    }
  }

  @Test
  void theApplicationIsNotOpenedAndEveryKindOfCallerGetsWhatIsTheirs() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, Contexts.class)) {
      Callers.probe(app);
      String ada = app.userWith("accountant", "grace@example.org");
      assertThat(app.get("/context", ada).body())
          .startsWith("usr_")
          .endsWith(" UserPrincipal [FACTOR_PASSWORD, ROLE_accountant, invoices:read]");
      String key = app.keyOf("grace@example.org", "invoices:read");
      assertThat(app.get("/context", key).body())
          .startsWith("key_")
          .endsWith(" ApiKeyPrincipal [FACTOR_BEARER, invoices:read]");
      assertThat(app.get("/hello", ada).headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(app.context.getBeanNamesForType(UserDetailsService.class))
          .as("nobody made up a user with a password")
          .isEmpty();
    }
  }

  @Test
  void theGateStandsWhereItWasMeasuredInEveryKindOfDispatch() {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class)) {
      FilterRegistrationBean<?> filter =
          (FilterRegistrationBean<?>) app.context.getBean("gatehouseFilter");
      assertThat(filter.getOrder()).isEqualTo(-110);
      assertThat(filter.isAsyncSupported()).isTrue();
      assertThat(filter.determineDispatcherTypes()).isEqualTo(EnumSet.allOf(DispatcherType.class));
    }
  }

  @Test
  void whatARuleOpensIsOpenAndNothingElse() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, Opened.class)) {
      assertThat(app.get("/public/hello").body()).isEqualTo("open");
      assertThat(app.get("/public/nothing").statusCode()).isEqualTo(404);
      assertThat(app.get("/hello").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void withoutTheGateTheChainLetsNobodyIn() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, NoGate.class)) {
      assertThat(app.get("/hello").statusCode()).isEqualTo(401);
      assertThat(app.get("/hello", app.user("ada@example.org")).statusCode()).isEqualTo(401);
    }
  }

  static class NoGate {
    @Bean
    org.springframework.boot.web.servlet.FilterRegistrationBean<jakarta.servlet.Filter>
        gatehouseFilter() {
      var registration = new org.springframework.boot.web.servlet.FilterRegistrationBean<
          jakarta.servlet.Filter>((request, response, chain) -> chain.doFilter(request, response));
      registration.setEnabled(false);
      return registration;
    }
  }
}
