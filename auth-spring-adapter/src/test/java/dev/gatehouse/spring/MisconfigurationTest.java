package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRole;
import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.testkit.TestPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Mistakes are found at the start, each with one message that says what, why and what to write. */
final class MisconfigurationTest {
  private static final String REPORTER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";
  private static final String NO_DATABASE = "spring.autoconfigure.exclude="
      + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
      + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Bare {}

  static class WithMail {
    @Bean
    Mailer mailer() {
      return new LogMailer();
    }
  }

  static class Database {
    @Bean
    DataSource dataSource() {
      return TestPostgres.newDatabase();
    }
  }

  static class NoServer {
    @Bean
    DataSource dataSource() {
      PGSimpleDataSource nowhere = new PGSimpleDataSource();
      nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none");
      return nowhere;
    }
  }

  static class TwoDatabases {
    @Bean
    DataSource one() {
      return TestPostgres.newDatabase();
    }

    @Bean
    DataSource other() {
      return TestPostgres.newDatabase();
    }
  }

  static class UndeclaredPermission {
    @RequiresPermission("invoices:reed")
    String read() {
      return "";
    }
  }

  static class FinalMethod {
    @RequiresRole("accountant")
    final String read() {
      return "";
    }
  }

  static class PrivateMethod {
    @RequiresRole("accountant")
    private String read() {
      return "";
    }

    String all() {
      return read();
    }
  }

  @RequiresRole("accountant")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface ForAccountants {}

  static class Composed {
    @ForAccountants
    String read() {
      return "";
    }
  }

  static class ShadowedRule {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.authenticated("/**").permitAll("/public/**");
    }
  }

  static class RuleOnOurPaths {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.permitAll("/auth/**");
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        inMemory(
            "no base URL", "gatehouse.base-url=", "gatehouse.base-url", "https://app.example.com"),
        inMemory(
            "plain http",
            "gatehouse.base-url=http://app.example.com",
            "gatehouse.base-url",
            "https"),
        inMemory("no secret", "gatehouse.secret=", "gatehouse.secret", "openssl rand -base64 32"),
        inMemory("short secret", "gatehouse.secret=c2hvcnQ=", "gatehouse.secret", "openssl"),
        inMemory(
            "typo",
            "gatehouse.sesion.lease=1s",
            "gatehouse.sesion.lease",
            "gatehouse.session.lease"),
        inMemory(
            "typo of ours", "gatehouse.mail.form=x", "gatehouse.mail.form", "gatehouse.mail.from"),
        inMemory("no duration", "gatehouse.session.lease=soon", "gatehouse.session.lease", "30s"),
        inMemory("out of bounds", "gatehouse.session.lease=5m", "gatehouse.session.lease", "30"),
        inMemory(
            "no flag",
            "gatehouse.registration.enabled=yes",
            "gatehouse.registration.enabled",
            "true"),
        inMemory(
            "no such value",
            "gatehouse.token.algorithm=rs256",
            "gatehouse.token.algorithm",
            "eddsa"),
        inMemory(
            "proxies without header",
            "gatehouse.trusted-proxies=10.0.0.0/8",
            "gatehouse.trusted-proxies",
            "header"),
        bare(
            "no storage",
            List.of(WithMail.class),
            NO_DATABASE,
            "storage",
            "spring.datasource.url="),
        bare("no mailer", List.of(Database.class), "x=y", "mailer", "spring.mail.host="),
        bare(
            "mail without a sender",
            List.of(Database.class),
            "spring.mail.host=localhost",
            "mailer",
            "gatehouse.mail.from="),
        bare(
            "sender is no address",
            List.of(Database.class),
            "spring.mail.host=localhost,gatehouse.mail.from=nobody at all",
            "gatehouse.mail.from",
            "no-reply@example.com"),
        bare(
            "no such mode",
            List.of(Database.class, WithMail.class),
            "gatehouse.jdbc.schema-mode=craete",
            "gatehouse.jdbc.schema-mode",
            "create"),
        bare(
            "no schema name",
            List.of(Database.class, WithMail.class),
            "gatehouse.jdbc.schema=a-b",
            "gatehouse.jdbc.schema",
            "_"),
        bare(
            "no tables",
            List.of(Database.class, WithMail.class),
            "gatehouse.jdbc.schema-mode=validate",
            "AUTH-1204",
            "gatehouse.jdbc.schema-mode=migrate"),
        bare(
            "no server",
            List.of(NoServer.class, WithMail.class),
            "x=y",
            "database",
            "spring.datasource.url=jdbc:postgresql"),
        bare(
            "two databases",
            List.of(TwoDatabases.class, WithMail.class),
            "x=y",
            "DataSource",
            "@GatehouseDataSource"),
        inMemory(
            "Redis with a bundle",
            "spring.data.redis.host=localhost\nspring.data.redis.ssl.bundle=x",
            "spring.data.redis.ssl.bundle",
            "gatehouse.redis.authorities="),
        inMemory(
            "Redis with replicas",
            "spring.data.redis.host=localhost\nspring.data.redis.masterreplica.nodes=a:1,b:2",
            "spring.data.redis.masterreplica.nodes",
            "gatehouse.redis.uri="),
        inMemory(
            "Redis without the password",
            "spring.data.redis.host=localhost\nspring.data.redis.username=me",
            "spring.data.redis.username",
            "spring.data.redis.password"),
        inMemory(
            "two addresses of Redis",
            "gatehouse.redis.uri=redis://a\ngatehouse.redis.cluster-nodes=redis://b",
            "both set",
            "gatehouse.redis.uri=redis://"),
        inMemory(
            "no address of Redis",
            "gatehouse.redis.uri=http://localhost",
            "gatehouse.redis.uri",
            "rediss://"),
        inMemory(
            "undeclared permission",
            "x=y",
            "invoices:reed",
            "invoices:read",
            UndeclaredPermission.class),
        inMemory("final method", "x=y", "FinalMethod.read()", "final", FinalMethod.class),
        inMemory("private method", "x=y", "PrivateMethod.read()", "private", PrivateMethod.class),
        inMemory(
            "composed annotation", "x=y", "Composed.read()", "@ForAccountants", Composed.class),
        inMemory("shadowed rule", "x=y", "/public/**", "narrower rule first", ShadowedRule.class),
        inMemory(
            "rule on our paths", "x=y", "/auth/**", "belong to Gatehouse", RuleOnOurPaths.class),
        inMemory(
            "unaware chain",
            "x=y",
            "SecurityFilterChain",
            "GatehouseSecurity.gatehouse()",
            Chains.Unaware.class),
        inMemory(
            "partial chain",
            "x=y",
            "nobody would decide",
            "GatehouseRoutes",
            Chains.OnlyActuator.class));
  }

  private static Arguments inMemory(
      String name, String property, String says, String advises, Class<?>... more) {
    List<Class<?>> sources = new ArrayList<>(List.of(HostApp.InMemory.class));
    sources.addAll(List.of(more));
    return Arguments.of(name, sources, NO_DATABASE + "\n" + property, says, advises);
  }

  private static Arguments bare(
      String name, List<Class<?>> more, String properties, String says, String advises) {
    List<Class<?>> sources = new ArrayList<>(List.of(Bare.class));
    sources.addAll(more);
    String lines =
        properties.startsWith("spring.autoconfigure") ? properties : properties.replace(',', '\n');
    return Arguments.of(name, sources, lines, says, advises);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isFoundAtTheStart(
      String name, List<Class<?>> sources, String properties, String says, String advises) {
    List<String> lines;
    try (LogCapture log = LogCapture.of(REPORTER)) {
      assertThatThrownBy(() ->
              HostApp.start(Arrays.asList(properties.split("\n")), sources).close())
          .isInstanceOf(RuntimeException.class);
      lines = log.lines();
    }
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("APPLICATION FAILED TO START")
        .contains(says)
        .containsIgnoringCase(advises)
        .doesNotContain(HostApp.SECRET);
  }
}
