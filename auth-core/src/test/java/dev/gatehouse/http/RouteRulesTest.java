package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.gatehouse.guard.Authenticated;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteRulesTest {

  @ParameterizedTest
  @DisplayName(
      "PATH-03 PATH-15 a template fits whole segments, exactly, with or without a slash at the end")
  @CsvSource({
    "/, /, true",
    "/admin, /admin, true",
    "/admin, /admin/, true",
    "/admin/, /admin, true",
    "/admin, /Admin, false",
    "/admin, /ADMIN, false",
    "/admin, /admins, false",
    "/admin, /admin/x, false",
    "/admin, /, false",
    "/a/*, /a/b, true",
    "/a/*, /a, false",
    "/a/*, /a/b/c, false",
    "/a/{id}/c, /a/b/c, true",
    "/a/{id}/c, /a/b/d, false",
    "/a/**, /a, true",
    "/a/**, /a/, true",
    "/a/**, /a/b/c/d, true",
    "/a/**, /ab, false",
    "/**, /, true",
    "/**, /x/y, true"
  })
  void fits(String template, String path, boolean expected) {
    assertThat(Route.of(template).fits(PathTemplate.segments(path))).isEqualTo(expected);
  }

  @Test
  @DisplayName("PATH-17 agrees with a regular expression about 100,000 generated paths")
  void agreesWithARegularExpression() {
    String[] parts = {"a", "b", "ab", "A", "a.b", "a b", "é", "*", "{id}", "**", "-"};
    String[][] oracles = {
      {"/a", "/a/?"},
      {"/a/*", "/a/[^/]+/?"},
      {"/a/{id}", "/a/[^/]+/?"},
      {"/a/**", "/a(/.*)?"},
      {"/*/b", "/[^/]+/b/?"},
      {"/{x}/b/**", "/[^/]+/b(/.*)?"},
      {"/**", "/.*"},
      {"/", "/"}
    };
    Pattern[] expressions =
        Arrays.stream(oracles).map(oracle -> Pattern.compile(oracle[1])).toArray(Pattern[]::new);
    Random random = new Random(17);
    int fitting = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        path.append('/').append(parts[random.nextInt(parts.length)]);
      }
      path.append(path.length() == 0 || random.nextBoolean() ? "/" : "");
      int oracle = random.nextInt(oracles.length);
      String template = oracles[oracle][0];
      boolean fits = Route.of(template).fits(PathTemplate.segments(path.toString()));
      if (fits != expressions[oracle].matcher(path).matches()) {
        fail("%s against %s", path, template);
      }
      fitting += fits ? 1 : 0;
    }
    assertThat(fitting).isBetween(10_000, 80_000);
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    RouteRules rules =
        RouteRules.builder().permitAll("/docs/public").authenticated("/docs/**").build();
    assertThat(rules.find("GET", List.of("docs", "public")))
        .contains(new Demand("* /docs/public", List.of()));
    assertThat(rules.find("GET", List.of("docs", "x")))
        .contains(new Demand("* /docs/**", List.of(new Authenticated())));
    assertThat(rules.find("GET", List.of("other"))).isEmpty();
  }

  @Test
  @DisplayName("HTTP-07 a rule for GET also decides HEAD and OPTIONS, and nothing else")
  void aRuleForGetAlsoDecidesHeadAndOptions() {
    RouteRules rules = RouteRules.builder().require(Route.of("GET", "/a")).build();
    assertThat(rules.find("HEAD", List.of("a"))).isPresent();
    assertThat(rules.find("OPTIONS", List.of("a"))).isPresent();
    assertThat(rules.find("POST", List.of("a"))).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("PATH-18 refuses a template that no request could fit")
  @ValueSource(
      strings = {
        "admin/**",
        "",
        "**",
        "/a/**/b",
        "/a//b",
        "/a/*.html",
        "/a/{}",
        "/a/{1}",
        "/a/{x",
        "/a/./b",
        "/a/../b",
        "/a?x",
        "/a;b",
        "/a/%61",
        "/a\\b",
        "//"
      })
  void refusesATemplate(String template) {
    assertThatThrownBy(() -> Route.of(template))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @ParameterizedTest
  @DisplayName("PATH-18 refuses a rule that stands in the shadow of another")
  @CsvSource({
    "/a, /a",
    "/a, /a/",
    "/a/**, /a",
    "/a/**, /a/b",
    "/a/**, /a/{id}/**",
    "/**, /a",
    "/a/*, /a/{id}",
    "/{x}/b, /a/b"
  })
  void refusesAShadowedRule(String first, String second) {
    RouteRules.Builder rules = RouteRules.builder().permitAll(first);
    assertThatThrownBy(() -> rules.authenticated(second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would never decide");
  }

  @ParameterizedTest
  @CsvSource({"/a/b, /a/*", "/a, /a/**", "/a/*, /a/**", "/a/*/**, /a/**", "/a/b, /{x}/b"})
  void takesAWiderRuleBehindANarrowerOne(String first, String second) {
    assertThat(
            RouteRules.builder().permitAll(first).authenticated(second).build().routes())
        .hasSize(2);
  }

  @Test
  void methodsShadowOnlyTheirOwn() {
    RouteRules.Builder rules = RouteRules.builder().require(Route.of("GET", "/a"));
    rules.require(Route.of("POST", "/a"), new Authenticated()).authenticated("/a");
    assertThatThrownBy(() -> rules.require(Route.of("PUT", "/a")))
        .hasMessageContaining("\"* /a\" stands before it");
  }

  @Test
  void refusesAnAgeThatNoLoginCouldMeet() {
    assertThatThrownBy(() -> RouteRules.builder().recentLogin(Duration.ZERO, "/a"))
        .hasMessageContaining("PT0S");
  }
}
