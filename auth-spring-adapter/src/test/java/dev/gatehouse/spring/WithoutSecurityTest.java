package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/** An application without Spring Security: the gate stands alone. */
@Tag("without-security")
final class WithoutSecurityTest {
  static class Opened {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.permitAll("/public/**").authenticated("/**");
    }
  }

  @Test
  void everyKindOfCallerGetsWhatIsTheirs() throws Exception {
    assertThat(ClassUtils.isPresent(
            "org.springframework.security.web.SecurityFilterChain", getClass().getClassLoader()))
        .as("Spring Security must not be on this class path")
        .isFalse();
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class)) {
      Callers.probe(app);
    }
  }

  @Test
  void onlyWhatARuleOpensIsOpen() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, Opened.class)) {
      assertThat(app.get("/public/hello").body()).isEqualTo("open");
      assertThat(app.get("/hello").statusCode()).isEqualTo(401);
      assertThat(app.get("/public/nothing").statusCode()).isEqualTo(404);
    }
  }
}
