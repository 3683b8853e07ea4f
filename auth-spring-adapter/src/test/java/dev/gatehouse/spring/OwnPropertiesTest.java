package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.Storage;
import dev.gatehouse.jdbc.JdbcSettings;
import dev.gatehouse.jdbc.SchemaMode;
import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.TestPostgres;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.ThrottleDecision;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** The properties that the adapter reads itself: what each does, and that a wrong value ends the start. */
final class OwnPropertiesTest {
  private static final Map<String, PropertyTable> ROWS = PropertyTable.rows();
  private static final Map<String, Executable> CHECKS = checks();

  /** The properties whose effect is seen here. */
  static final Set<String> EFFECTS = CHECKS.keySet();

  static class Memory {
    @Bean
    Storage storage() {
      return InMemoryStorage.create();
    }

    @Bean
    JavaMailSenderImpl sender() {
      return new Outbox();
    }

    @Bean
    GatehouseCustomizer forTests() {
      return builder -> HostApp.cheap(builder)
          .throttle(policy -> policy.withAction(RateLimit.of("export", Limit.perMinute(10))));
    }
  }

  static class Postgres {
    @Bean
    DataSource dataSource() {
      return TestPostgres.newDatabase();
    }
  }

  static class Nowhere {
    @Bean
    DataSource dataSource() {
      PGSimpleDataSource nowhere = new PGSimpleDataSource();
      nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none");
      return nowhere;
    }
  }

  /** A mail server. */
  static final class Outbox extends JavaMailSenderImpl {
    final List<MimeMessage> sent = new ArrayList<>();

    @Override
    protected void doSend(MimeMessage[] messages, Object[] originals) {
      sent.addAll(List.of(messages));
    }
  }

  @TestFactory
  Stream<DynamicTest> hasItsEffect() {
    return CHECKS.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()));
  }

  @TestFactory
  Stream<DynamicTest> aWrongValueEndsTheStart() {
    return Settings.OWN.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> {
          boolean jdbc = name.startsWith("gatehouse.jdbc.");
          assertThatThrownBy(() -> start(
                      jdbc ? Nowhere.class : Memory.class,
                      Map.of(name, ROWS.get(name).wrong()))
                  .close())
              .hasStackTraceContaining(name)
              .isNotInstanceOf(NullPointerException.class);
        }));
  }

  private static Map<String, Executable> checks() {
    Map<String, Executable> checks = new TreeMap<>();
    checks.put(
        Settings.ENABLED,
        () -> in(
            Memory.class,
            Settings.ENABLED,
            context -> assertThat(context.getBeanNamesForType(Gatehouse.class)).isEmpty()));
    checks.put(
        Settings.TO_LOG,
        () -> in(
            Memory.class,
            Settings.TO_LOG,
            context -> assertThat(context.getBean(Mailer.class)).isInstanceOf(LogMailer.class)));
    checks.put(Settings.FROM, () -> in(Memory.class, Settings.FROM, OwnPropertiesTest::sends));
    addJdbc(checks);
    addRedis(checks);
    return checks;
  }

  private static void sends(AnnotationConfigWebApplicationContext context) throws Exception {
    context
        .getBean(Mailer.class)
        .send(new MailMessage("verify_email", "ann@example.org", "subject", "text", "html"));
    Message sent = context.getBean(Outbox.class).sent.get(0);
    assertThat(sent.getFrom()[0]).hasToString(ROWS.get(Settings.FROM).value());
  }

  private static void addJdbc(Map<String, Executable> checks) {
    JdbcSettings standard = JdbcSettings.defaults();
    checks.put(
        Settings.SCHEMA,
        () -> in(Postgres.class, Settings.SCHEMA, context -> {
          try (Connection connection = context.getBean(DataSource.class).getConnection();
              var rows =
                  connection.createStatement().executeQuery("select count(*) from people.users")) {
            assertThat(rows.next()).isTrue();
          }
        }));
    checks.put(
        Settings.NOTIFICATIONS,
        () -> in(
            Postgres.class,
            Settings.NOTIFICATIONS,
            context -> assertThat(
                    context.getBean(Storage.class).invalidations().getClass().getSimpleName())
                .isEqualTo("LocalInvalidations")));
    checks.put(
        Settings.SCHEMA_MODE,
        () -> assertThat(jdbc(Settings.SCHEMA_MODE))
            .isEqualTo(standard.withSchemaMode(SchemaMode.MIGRATE)));
    checks.put(
        Settings.QUERY_TIMEOUT,
        () -> assertThat(jdbc(Settings.QUERY_TIMEOUT))
            .isEqualTo(standard.withQueryTimeout(Duration.ofSeconds(3))));
    checks.put(
        Settings.LOCK_TIMEOUT,
        () -> assertThat(jdbc(Settings.LOCK_TIMEOUT))
            .isEqualTo(standard.withMigrationLockTimeout(Duration.ofSeconds(5))));
  }

  private static JdbcSettings jdbc(String name) {
    return SettingsTest.settings(Map.of(name, ROWS.get(name).value())).jdbc();
  }

  private static void addRedis(Map<String, Executable> checks) {
    RedisSettings standard = RedisSettings.of("redis://127.0.0.1:1");
    checks.put(
        Settings.REDIS_URI,
        () -> in(Memory.class, Settings.REDIS_URI, context -> {
          assertThat(context.getBean(SharedBackend.class).status().answering()).isTrue();
          assertThat(context.getBean(Gatehouse.class).degradation().table().text())
              .contains("| limit \"export\" | as ever | each node its share |");
        }));
    checks.put(
        Settings.REDIS_ENABLED,
        () -> in(
            Memory.class,
            Settings.REDIS_ENABLED,
            context ->
                assertThat(context.getBeanNamesForType(SharedBackend.class)).isEmpty()));
    checks.put(
        Settings.REDIS_NODE_COUNT,
        () -> in(
            Memory.class,
            Settings.REDIS_NODE_COUNT,
            all -> assertThat(IntStream.range(0, 10)
                    .mapToObj(
                        i -> all.getBean(Gatehouse.class).throttle().check("export", "somebody"))
                    .filter(ThrottleDecision.Allowed.class::isInstance))
                .as("a fifth of 10, while Redis is away")
                .hasSize(2)));
    checks.put(
        Settings.REDIS_COPIES,
        () -> in(
            Memory.class,
            Settings.REDIS_COPIES,
            context ->
                assertThat(context.getBean(Gatehouse.class).secondLevel().on()).isTrue()));
    checks.put(
        Settings.REDIS_PREFIX,
        () -> assertThat(redis(Settings.REDIS_PREFIX)).isEqualTo(standard.withPrefix("people")));
    checks.put(
        Settings.REDIS_TIMEOUT,
        () -> assertThat(redis(Settings.REDIS_TIMEOUT))
            .isEqualTo(standard.withTimeout(Duration.ofMillis(250))));
    checks.put(
        Settings.REDIS_NODES,
        () -> assertThat(redis(Settings.REDIS_NODES))
            .isEqualTo(RedisSettings.ofCluster("redis://127.0.0.1:1", "redis://127.0.0.1:2")));
    checks.put(Settings.REDIS_AUTHORITIES, () -> {
      Path pem = Files.createTempFile("authorities", ".pem");
      Map<String, Object> values = Map.of(
          Settings.REDIS_URI, "rediss://127.0.0.1:1", Settings.REDIS_AUTHORITIES, pem.toString());
      assertThat(redis(values).authorities()).contains(pem);
      Files.delete(pem);
    });
  }

  private static RedisSettings redis(String name) {
    Map<String, Object> values = new HashMap<>(Map.of(name, ROWS.get(name).value()));
    if (!name.equals(Settings.REDIS_NODES)) {
      values.put(Settings.REDIS_URI, "redis://127.0.0.1:1");
    }
    return redis(values);
  }

  private static RedisSettings redis(Map<String, Object> values) {
    return RedisOptions.of(
        RedisAddress.find(SettingsTest.environmentOf(values)).orElseThrow(),
        SettingsTest.settings(values));
  }

  /** What is done with a context. */
  private interface Look {
    void at(AnnotationConfigWebApplicationContext context) throws Exception;
  }

  private static void in(Class<?> application, String name, Look look) throws Exception {
    try (var context = start(application, Map.of(name, ROWS.get(name).value()))) {
      look.at(context);
    }
  }

  private static AnnotationConfigWebApplicationContext start(
      Class<?> application, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(Map.of(
        "gatehouse.base-url",
        "https://app.example.com",
        "gatehouse.secret",
        HostApp.SECRET,
        Settings.TO_LOG,
        "true"));
    if (application == Memory.class) {
      all.put(Settings.REDIS_URI, "redis://127.0.0.1:1");
    }
    if (properties.containsKey(Settings.REDIS_NODES)) {
      all.remove(Settings.REDIS_URI);
    }
    if (properties.containsKey(Settings.FROM)) {
      all.remove(Settings.TO_LOG);
    }
    all.putAll(properties);
    var context = new AnnotationConfigWebApplicationContext();
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
    context.register(application, GatehouseAutoConfiguration.class);
    context.refresh();
    return context;
  }
}
