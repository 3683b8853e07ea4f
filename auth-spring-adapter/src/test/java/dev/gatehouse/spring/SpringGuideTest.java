package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The fragments of the guide compile, run, and are those of the guide. */
final class SpringGuideTest {
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern PROPERTIES = Pattern.compile("(?s)```properties\n(.*?)```");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gatehouse\\.[a-z.-]+)` \\|");

  // spotless:off
  static class Routed {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules
          .permitAll("/", "/assets/**")
          .permission("invoices:read", "/invoices/**")
          .authenticated("/**");
    }
  }

  @RestController
  static class Invoices {
    @GetMapping("/invoices/{id}")
    @RequiresPermission("invoices:read")
    String invoice(@PathVariable String id, UserPrincipal who, ClientInfo client) {
      return id + " for " + who.userId();
    }
  }

  static class Chained {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.with(GatehouseSecurity.gatehouse(), Customizer.withDefaults())
          .authorizeHttpRequests(all -> all.requestMatchers("/public/**")
              .permitAll()
              .requestMatchers("/invoices/**")
              .hasAuthority("invoices:read")
              .anyRequest()
              .authenticated())
          .build();
    }
  }

  static class Operated {
    @Bean
    GatehouseCustomizer operators() {
      return builder -> builder
          .permissions("ops:read")
          .role("operator", role -> role.permitting("ops:read"));
    }

    @Bean
    GatehouseRoutes routes() {
      return rules -> rules
          .permitAll("/actuator/health/**")
          .permission("ops:read", "/actuator/**")
          .authenticated("/**");
    }
  }

  static class Tenants {
    private final JdbcTemplate jdbc;
    private final Gatehouse gatehouse;

    Tenants(JdbcTemplate jdbc, Gatehouse gatehouse) {
      this.jdbc = jdbc;
      this.gatehouse = gatehouse;
    }

    @Transactional
    void open(String tenant, NewAccount owner) {
      jdbc.update("insert into tenants values (?)", tenant);
      gatehouse.registration().register(owner, ClientInfo.none());
    }
  }
  // spotless:on

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void everyFragmentIsInThisTest() throws IOException {
    String source = squeezed(Files.readString(SettingsTest.docs()
        .getParent()
        .resolve("auth-spring-adapter/src/test/java/dev/gatehouse/spring/SpringGuideTest.java")));
    List<String> fragments =
        JAVA.matcher(guide()).results().map(found -> found.group(1)).toList();
    assertThat(fragments).hasSize(5);
    assertThat(fragments).allSatisfy(one -> assertThat(source).contains(squeezed(one)));
  }

  @Test
  void theTableHasOurOwnProperties() throws IOException {
    assertThat(ROW.matcher(guide()).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(Settings.OWN);
  }

  @Test
  void threePropertiesAndNoJavaMakeAnApplicationWithAccounts() throws Exception {
    var found = PROPERTIES.matcher(guide());
    assertThat(found.find()).isTrue();
    List<String> properties = new ArrayList<>(List.of(
        found.group(1).replace("${GATEHOUSE_SECRET}", HostApp.SECRET).strip().split("\n")));
    assertThat(properties).hasSize(3);
    // What the application has anyway.
    PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.newDatabase();
    properties.add("spring.datasource.url=" + database.getURL());
    properties.add("spring.datasource.username=" + database.getUser());
    properties.add("spring.datasource.password="
        + (database.getPassword() == null ? "" : database.getPassword()));
    properties.add("spring.mail.host=localhost");
    try (HostApp app = HostApp.start(properties, List.of(Application.class))) {
      assertThat(app.context.getBean(Mailer.class)).isInstanceOf(SpringMailer.class);
      assertThat(app.send(
                  "POST",
                  "/auth/register",
                  java.util.Map.of("Content-Type", "application/json"),
                  "{\"email\":\"ann@example.org\",\"password\":\"a heron at the mill pond\"}")
              .statusCode())
          .isEqualTo(202);
      assertThat(app.get("/").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void rulesAndChainOfTheGuideDoWhatItSays() throws Exception {
    for (Class<?> who : new Class<?>[] {Routed.class, Chained.class}) {
      try (HostApp app = HostApp.inMemory(who, Invoices.class)) {
        assertThat(app.get("/invoices/7").statusCode()).isEqualTo(401);
        assertThat(app.get("/invoices/7", app.user("ann@example.org")).statusCode())
            .isEqualTo(403);
        assertThat(app.get("/invoices/7", app.userWith("accountant", "ada@example.org"))
                .body())
            .startsWith("7 for usr_");
      }
    }
  }

  private static String guide() throws IOException {
    return Files.readString(SettingsTest.docs().resolve(Path.of("guides", "spring.md")));
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
