package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.http.Json;
import dev.gatehouse.http.RouteRules;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** What operators see, over HTTP, with the actuator on the class path; other tests run without it. */
@Tag("with-actuator")
final class ActuatorTest {
  private static final String FORMER = "b3RoZXIgdGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmM=";
  private static final String PASSWORD = "tops3cret";
  private static final String NO_DATABASE = "spring.autoconfigure.exclude="
      + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
      + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

  private static final List<String> SECRETS = List.of(
      "/actuator",
      "/actuator/",
      "/actuator/env",
      "/actuator/heapdump",
      "/actuator/gatehouse",
      "/actuator/gatehouse/settings",
      "/actuator/metrics/gatehouse.events");
  private static final List<String> DETOURS = List.of(
      "//actuator/env",
      "/actuator;a=b/env",
      "/actuator/%65nv",
      "/%61ctuator/env",
      "/actuator/health/../env",
      "/actuator/health/%2e%2e/env",
      "/actuator/health/..;/env",
      "/Actuator/env");

  private static final HostApp APP = start(
      "gatehouse.previous-secrets=" + FORMER,
      "gatehouse.redis.uri=redis://user:" + PASSWORD + "@127.0.0.1:1",
      "gatehouse.session.lease=3s",
      "gatehouse.trusted-origins[0]=https://shop.example.com");
  private static final String TOKEN = APP.user("operator@example.org");

  static class Opened {
    @Bean
    GatehouseRoutes routes() {
      return rules -> rules.permitAll("/actuator/health/**").authenticated("/**");
    }
  }

  private static HostApp start(String... more) {
    return start(List.of(HostApp.InMemory.class, Opened.class), more);
  }

  private static HostApp start(List<Class<?>> sources, String... more) {
    List<String> properties = new java.util.ArrayList<>(List.of(
        NO_DATABASE,
        "management.endpoints.web.exposure.include=*",
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.probes.enabled=true"));
    properties.addAll(List.of(more));
    return HostApp.start(properties, sources);
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  private static Map<String, Object> read(String path) throws Exception {
    HttpResponse<String> response = APP.get(path, TOKEN);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<?, ?> at(Map<?, ?> json, String name) {
    return (Map<?, ?>) json.get(name);
  }

  @Test
  void healthIsOneOfTheComponentsAndOutsideOfTheReadinessGroup() throws Exception {
    Map<?, ?> ours = at(at(read("/actuator/health"), "components"), "gatehouse");
    assertThat(ours.get("status")).isEqualTo("UP");
    assertThat(at(ours, "details").get("signingKey"))
        .isEqualTo(APP.gatehouse().signingKeys().status().kid().orElseThrow());
    assertThat(at(ours, "details").get("redis")).as("without it all goes on").isNotNull();
    assertThat(APP.get("/actuator/health/readiness").body())
        .contains("UP")
        .doesNotContain("gatehouse");
  }

  @Test
  void onlyWhatNothingWorksWithoutBringsItDown() throws Exception {
    try (HostApp app = start()) {
      app.gatehouse().close();
      HttpResponse<String> down = app.get("/actuator/health");
      assertThat(down.statusCode()).isEqualTo(503);
      Map<?, ?> health = Json.read(down.body().getBytes(StandardCharsets.UTF_8));
      Map<?, ?> ours = at(at(health, "components"), "gatehouse");
      assertThat(ours.get("status")).isEqualTo("DOWN");
      assertThat(at(ours, "details").get("problems")).isEqualTo(List.of("store"));
      assertThat(app.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void settingsShowValueAndOriginAndNoSecret() throws Exception {
    String body = APP.get("/actuator/gatehouse/settings", TOKEN).body();
    assertThat(body).doesNotContain(HostApp.SECRET).doesNotContain(FORMER).doesNotContain(PASSWORD);
    Map<String, Object> settings = read("/actuator/gatehouse/settings");
    assertThat(settings.keySet()).containsExactlyInAnyOrderElementsOf(Settings.names());
    assertThat(at(settings, "gatehouse.secret").get("value")).isEqualTo("******");
    assertThat(at(settings, "gatehouse.redis.uri").get("value")).isEqualTo("******");
    assertThat(at(settings, "gatehouse.session.lease").get("value")).isEqualTo("3s");
    assertThat((String) at(settings, "gatehouse.session.lease").get("origin"))
        .contains("gatehouse.session.lease")
        .contains("defaultProperties");
    assertThat((String) at(settings, "gatehouse.trusted-origins").get("origin"))
        .contains("gatehouse.trusted-origins[0]");
    assertThat(at(settings, "gatehouse.token.access-ttl").get("origin")).isEqualTo("default");
    assertThat(at(settings, "gatehouse.jdbc.schema").get("origin")).isEqualTo("default");
    assertThat((String) at(settings, "gatehouse.throttle.enabled").get("origin"))
        .as("a customizer switched it off")
        .startsWith("code");
  }

  @Test
  void routesTellWhoMayAskForWhat() throws Exception {
    Map<String, Object> routes = read("/actuator/gatehouse/routes");
    assertThat(at(routes, "* /actuator/health/**").get("anonymous")).isEqualTo("yes");
    assertThat(at(routes, "* /**"))
        .isEqualTo(Map.of("anonymous", "-", "user", "yes", "api_key", "yes", "service", "yes"));
    assertThat(at(routes, "everything else").get("user")).isEqualTo("-");
    assertThat(at(routes, "POST /auth/login").get("anonymous")).isEqualTo("yes");
  }

  @Test
  void infoTellsWhatIsPromisedAndHowWorkFares() throws Exception {
    Map<String, Object> info = read("/actuator/gatehouse");
    assertThat(info.get("degradation").toString()).contains("access tokens of people");
    assertThat(info.get("maintenance").toString()).contains("signing-keys");
    assertThat(APP.get("/actuator/gatehouse/nothing", TOKEN).statusCode()).isEqualTo(404);
  }

  @Test
  void itCanBeReadAndNothingElseByWhoeverTheRulesLetIn() throws Exception {
    for (String path : List.of("", "/settings", "/routes")) {
      assertThat(APP.get("/actuator/gatehouse" + path).statusCode()).isEqualTo(401);
      for (String method : List.of("POST", "DELETE")) {
        assertThat(APP.send(
                    method,
                    "/actuator/gatehouse" + path,
                    Map.of("Authorization", "Bearer " + TOKEN),
                    "")
                .statusCode())
            .isEqualTo(405);
      }
    }
  }

  @Test
  void withoutRulesOfTheApplicationWhoeverRegistersReadsNothing() throws Exception {
    try (HostApp app = start(List.of(HostApp.InMemory.class))) {
      String stranger = app.user("stranger@example.org");
      for (String path : SECRETS) {
        assertThat(app.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(app.get(path, stranger).statusCode()).as(path).isEqualTo(403);
      }
      for (String path : DETOURS) {
        assertThat(app.get(path, stranger).statusCode()).as(path).isBetween(400, 499);
      }
      for (String path : List.of("", "/liveness", "/readiness")) {
        assertThat(app.get("/actuator/health" + path).statusCode()).as(path).isEqualTo(200);
      }
      String admin = app.userWith("auth-admin", "admin@example.org");
      assertThat(app.get("/actuator/env", admin).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void thatHoldsWhereverItsPathsAre() throws Exception {
    try (HostApp app = start(
        List.of(HostApp.InMemory.class),
        "management.endpoints.web.base-path=/manage/",
        "management.endpoints.web.path-mapping.health=healthz",
        "spring.mvc.servlet.path=/app")) {
      String stranger = app.user("stranger@example.org");
      assertThat(app.get("/app/manage/env", stranger).statusCode()).isEqualTo(403);
      assertThat(app.get("/app/manage/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withRulesOfTheGuideOperatorsReadAndOthersDoNot() throws Exception {
    try (HostApp app = start(List.of(HostApp.InMemory.class, SpringGuideTest.Operated.class))) {
      assertThat(app.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      String stranger = app.user("stranger@example.org");
      assertThat(app.get("/actuator/env", stranger).statusCode()).isEqualTo(403);
      String operator = app.userWith("operator", "operator@example.org");
      assertThat(app.get("/actuator/env", operator).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onAPortOfItsOwnOrAmongTheApplicationsPathsItIsNotMixedUpWithThem() {
    assertThat(defaults(Map.of())).containsExactly("/actuator/health/**", "/actuator/**", "/**");
    assertThat(defaults(Map.of("management.server.port", 1))).containsExactly("/**");
    assertThat(defaults(Map.of("management.server.port", -1))).containsExactly("/**");
    Map<String, Object> root = Map.of("management.endpoints.web.base-path", "/");
    assertThat(defaults(root)).containsExactly("/health/**", "/**");
    Map<String, Object> all = new java.util.TreeMap<>(root);
    all.put("management.endpoints.web.exposure.include", "health,env");
    assertThatThrownBy(() -> defaults(all))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("management.endpoints.web.base-path");
  }

  private static List<String> defaults(Map<String, Object> properties) {
    RouteRules.Builder rules = RouteRules.builder();
    new DefaultRules(SettingsTest.environmentOf(properties)).rules(rules);
    return rules.build().routes().stream()
        .map(route -> route.toString().replaceFirst("^\\* ", ""))
        .toList();
  }

  @Test
  void metersAreBoundToTheRegistryOfTheApplication() throws Exception {
    String login = "/actuator/metrics/gatehouse.events?tag=type:login.succeeded";
    double before = count(login);
    APP.user("another@example.org");
    assertThat(count(login)).isEqualTo(before + 1);
  }

  private static double count(String path) throws Exception {
    List<?> measurements = (List<?>) read(path).get("measurements");
    return ((Number) ((Map<?, ?>) measurements.get(0)).get("value")).doubleValue();
  }

  @Test
  void eachCanBeSwitchedOff() {
    assertThat(beans(Map.of())).containsExactly("gatehouseEndpoint", "gatehouseHealthIndicator");
    assertThat(beans(Map.of("management.health.gatehouse.enabled", false)))
        .containsExactly("gatehouseEndpoint");
    assertThat(beans(Map.of("management.health.defaults.enabled", false)))
        .containsExactly("gatehouseEndpoint");
    assertThat(beans(Map.of("management.endpoint.gatehouse.access", "NONE")))
        .containsExactly("gatehouseHealthIndicator");
    assertThat(beans(Map.of("management.endpoints.web.exposure.include", "health")))
        .as("as every endpoint it is shown to nobody unless somebody says so")
        .containsExactly("gatehouseHealthIndicator");
  }

  private static List<String> beans(Map<String, Object> properties) {
    Map<String, Object> all = new java.util.TreeMap<>(Map.of(
        "gatehouse.base-url", "https://app.example.com",
        "gatehouse.secret", HostApp.SECRET,
        "management.endpoints.web.exposure.include", "*"));
    all.putAll(properties);
    try (var context = new AnnotationConfigWebApplicationContext()) {
      context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
      context.register(
          HostApp.Parts.class,
          GatehouseAutoConfiguration.class,
          GatehouseActuatorAutoConfiguration.class);
      context.refresh();
      return List.of("gatehouseEndpoint", "gatehouseHealthIndicator").stream()
          .filter(context::containsBean)
          .toList();
    }
  }
}
