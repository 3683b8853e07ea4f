package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.Storage;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.EmbeddedRedisServer;
import dev.gatehouse.testkit.TestPostgres;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.ThrottleDecision;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** The Redis of the application. */
final class RedisHostTest {
  static class OnPostgres {
    @Bean
    DataSource dataSource() {
      return TestPostgres.newDatabase();
    }
  }

  static class Common {
    @Bean
    CapturedMail mail() {
      return new CapturedMail();
    }

    @Bean
    GatehouseCustomizer forTests() {
      return builder -> HostApp.cheap(builder)
          .throttle(policy -> policy.withAction(RateLimit.of("export", Limit.perMinute(1))));
    }
  }

  static class InMemory {
    @Bean
    Storage storage() {
      return InMemoryStorage.create();
    }
  }

  private static AnnotationConfigWebApplicationContext start(
      Class<?> application, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(Map.of(
        "gatehouse.base-url", "https://app.example.com", "gatehouse.secret", HostApp.SECRET));
    all.putAll(properties);
    var context = new AnnotationConfigWebApplicationContext();
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
    context.register(application, Common.class, GatehouseAutoConfiguration.class);
    context.refresh();
    return context;
  }

  private static EmbeddedRedisServer server() {
    try {
      return EmbeddedRedisServer.start("requirepass \"p@ss/w:rd\"");
    } catch (IllegalStateException e) {
      return abort("there is no Redis to start here: " + e.getMessage());
    }
  }

  @Test
  void twoNodesShareLimitsAndWordOfChangesOverIt() {
    try (EmbeddedRedisServer server = server()) {
      Map<String, Object> host = Map.of(
          "spring.data.redis.host",
          "127.0.0.1",
          "spring.data.redis.port",
          server.port(),
          "spring.data.redis.password",
          "p@ss/w:rd",
          Settings.REDIS_TIMEOUT,
          "5s");
      try (LogCapture log = LogCapture.of(RedisConfiguration.class);
          var one = start(OnPostgres.class, host);
          var other = start(InMemory.class, host)) {
        assertThat(log.lines())
            .allSatisfy(
                line -> assertThat(line).contains("spring.data.redis.host").doesNotContain("p@ss"))
            .hasSize(2);
        assertThat(allowed(one)).isTrue();
        assertThat(allowed(other)).as("one node's use counts on the other").isFalse();
        assertThat(one.getBean(SharedBackend.class).status())
            .isEqualTo(new SharedBackend.Status(true, 0, 0));
        assertThat(one.getBean(Storage.class).invalidations())
            .isSameAs(one.getBean(SharedBackend.class).invalidations());
      }
    }
  }

  private static boolean allowed(AnnotationConfigWebApplicationContext node) {
    return node.getBean(Gatehouse.class).throttle().check("export", "somebody")
        instanceof ThrottleDecision.Allowed;
  }

  @Test
  void withoutAnAddressEachNodeCountsForItselfAndTheLogSaysSo() {
    try (LogCapture log = LogCapture.of(RedisConfiguration.class);
        var context = start(InMemory.class, Map.of())) {
      assertThat(context.getBeanNamesForType(SharedBackend.class)).isEmpty();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("gatehouse.redis.uri")
          .contains("spring.data.redis.*")
          .contains("counts limits for itself");
    }
  }

  private static RedisAddress address(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put("spring.data.redis." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return RedisAddress.find(SettingsTest.environmentOf(values)).orElseThrow();
  }

  @Test
  void whatTheApplicationSaysForItselfIsTakenOver() {
    assertThat(address("host", "redis.example.com").uris())
        .containsExactly("redis://redis.example.com:6379/0");
    assertThat(address("host", "h", "port", 1, "username", "me", "password", "a b", "database", 3)
            .uris())
        .containsExactly("redis://me:a%20b@h:1/3");
    assertThat(address("host", "h", "ssl.enabled", true).uris())
        .containsExactly("rediss://h:6379/0");
    assertThat(address("url", "redis://me:p@h:2", "host", "ignored").uris())
        .containsExactly("redis://me:p@h:2");
    assertThat(address("url", "redis://h", "ssl.enabled", true).uris())
        .containsExactly("rediss://h");
    assertThat(address("sentinel.master", "main", "sentinel.nodes", "a:1,b:2", "password", "p")
            .uris())
        .containsExactly("redis-sentinel://:p@a:1,b:2/0#main");
    RedisAddress cluster = address("cluster.nodes[0]", "a:1", "cluster.nodes[1]", "b:2");
    assertThat(cluster.uris()).containsExactly("redis://a:1", "redis://b:2");
    assertThat(cluster.cluster()).isTrue();
    assertThat(cluster).hasToString("RedisAddress[spring.data.redis.cluster.nodes]");
  }

  @Test
  void ourOwnWordComesFirstAndNoWordIsNoAddress() {
    Map<String, Object> both =
        Map.of("spring.data.redis.host", "h", Settings.REDIS_URI, "redis://ours");
    assertThat(RedisAddress.find(SettingsTest.environmentOf(both)).orElseThrow().uris())
        .containsExactly("redis://ours");
    Map<String, Object> off = Map.of("spring.data.redis.host", "h", Settings.REDIS_ENABLED, false);
    assertThat(RedisAddress.find(SettingsTest.environmentOf(off))).isEmpty();
    assertThat(RedisAddress.find(SettingsTest.environmentOf(Map.of()))).isEmpty();
  }

  @Test
  void whatCannotBeTakenOverIsRefusedAndNotLeftOutInSilence() {
    for (String name : List.of("ssl.bundle", "sentinel.password", "sentinel.username")) {
      assertThatThrownBy(() -> address("host", "h", name, "s3cret-of-redis"))
          .isInstanceOfSatisfying(
              SetupException.class,
              refusal -> assertThat(refusal.action())
                  .contains("gatehouse.redis.uri=")
                  .contains("gatehouse.redis.enabled=false"))
          .hasMessageContaining("spring.data.redis." + name)
          .hasMessageNotContaining("s3cret-of-redis");
    }
    for (String host : List.of("host", "cluster.nodes", "database")) {
      assertThatThrownBy(() -> address(host, "1", "masterreplica.nodes[0]", "a:1"))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("spring.data.redis.masterreplica.nodes");
      assertThatThrownBy(() -> address(host, "1", "masterreplica.nodes", "a:1,b:2"))
          .isInstanceOf(SetupException.class);
    }
    assertThatThrownBy(() -> address("host", "h", "username", "me"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("spring.data.redis.username");
    Map<String, Object> two =
        Map.of(Settings.REDIS_URI, "redis://a", Settings.REDIS_NODES, "redis://b");
    assertThatThrownBy(() -> RedisAddress.find(SettingsTest.environmentOf(two)))
        .hasMessageContaining("both set");
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
    assertThatThrownBy(
            () -> start(InMemory.class, Map.of(Settings.REDIS_URI, "http://me:s3cret-of-redis@h")))
        .hasStackTraceContaining("gatehouse.redis.uri")
        .satisfies(failure -> {
          for (Throwable one = failure; one != null; one = one.getCause()) {
            assertThat(one.toString()).doesNotContain("s3cret-of-redis");
          }
        });
  }

  @Test
  void anOlderNettyIsFoundAtTheStartAndNotAtTheFirstRequest() throws IOException {
    try (URLClassLoader without =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> RedisConfiguration.Connected.requireNetty(without))
          .isInstanceOfSatisfying(
              SetupException.class,
              refusal -> assertThat(refusal.action())
                  .contains("<netty.version>")
                  .contains("gatehouse.redis.enabled=false"))
          .hasMessageContaining("Netty 4.2");
    }
  }

  @Test
  void withoutTheJarItsSettingsAreRefused() {
    Map<String, Object> values =
        Map.of("gatehouse.mail.to-log", true, Settings.REDIS_TIMEOUT, "1s");
    assertThatThrownBy(() -> new RedisConfiguration.Missing(SettingsTest.environmentOf(values)))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(Settings.REDIS_TIMEOUT)
        .hasMessageContaining("auth-redis");
    var unused = new RedisConfiguration.Missing(
        SettingsTest.environmentOf(Map.of(Settings.REDIS_ENABLED, false)));
    assertThat(unused).isNotNull();
  }
}
