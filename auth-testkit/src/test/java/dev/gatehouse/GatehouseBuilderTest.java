package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("CFG-01: a configuration that cannot work is refused before anything starts")
final class GatehouseBuilderTest {
  private static final String SECRET = "dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh";

  private static GatehouseBuilder complete() {
    return Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of(SECRET))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail());
  }

  private static List<String> problems(GatehouseBuilder builder) {
    return catchThrowableOfType(ConfigurationException.class, builder::build).problems();
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnceWithAnExample() {
    assertThat(problems(Gatehouse.builder()))
        .satisfiesExactly(
            one -> assertThat(one).contains("gatehouse.base-url", "https://"),
            two -> assertThat(two).contains("gatehouse.secret", "openssl rand -base64 32"),
            three -> assertThat(three).contains("storage", "JdbcStorage"),
            four -> assertThat(four).contains("mailer", "LogMailer"));
  }

  @Test
  void aCompleteConfigurationStartsAndStops() {
    try (Gatehouse gatehouse = complete().build()) {
      assertThat(gatehouse.signingKeys().list()).hasSize(1);
    }
  }

  @Test
  void anUnknownPropertyIsRefusedWithTheNearestName() {
    assertThat(problems(complete().properties(Map.of("gatehouse.sesion.lease", "1s"))))
        .containsExactly(
            "gatehouse.sesion.lease is no setting; did you mean gatehouse.session.lease?");
  }

  @Test
  void propertiesOfOthersAreLeftAlone() {
    complete()
        .properties(Map.of("spring.application.name", "x", "path", "/"))
        .build()
        .close();
  }

  @ParameterizedTest
  @CsvSource({
    "gatehouse.session.lease, 31s",
    "gatehouse.session.lease, soon",
    "gatehouse.session.max-per-user, 0",
    "gatehouse.token.access-ttl, 61m",
    "gatehouse.token.algorithm, none",
    "gatehouse.token.refresh-grace, 61s",
    "gatehouse.clock-skew, 10m",
    "gatehouse.password.min-length, 4",
    "gatehouse.password.hash.memory, 1MiB",
    "gatehouse.password.reset-ttl, 2d",
    "gatehouse.registration.enabled, maybe",
    "gatehouse.trusted-origins, *",
    "gatehouse.trusted-proxies, everywhere",
    "gatehouse.base-url, http://app.example.com",
    "gatehouse.base-url, not a url",
    "gatehouse.secret, c2hvcnQ="
  })
  void aValueOutOfBoundsIsRefusedByName(String name, String value) {
    assertThat(problems(complete().properties(Map.of(name, value))))
        .singleElement()
        .satisfies(problem -> assertThat(problem).startsWith(name + ": "));
  }

  @Test
  void aRuleOfTheHostBelowOurPathIsRefused() {
    assertThat(problems(complete().routes(rules -> rules.permitAll("/auth/login"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("/auth/login"));
  }

  @Test
  void aProblemNeverShowsASecret() {
    assertThat(problems(complete().secret(Secret.of("c2hvcnQtc2VjcmV0"))).toString())
        .doesNotContain("c2hvcnQtc2VjcmV0", "short-secret");
  }
}
