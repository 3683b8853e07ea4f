package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void hasTheDefaultsOfTheDesign() {
    TokenPolicy policy = TokenPolicy.standard("https://app.example.com", "api");

    assertThat(policy.algorithm()).isEqualTo(TokenAlgorithm.EDDSA);
    assertThat(policy.lifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(policy.clockSkew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.keyLifetime()).isEqualTo(Duration.ofDays(90));
  }

  @ParameterizedTest
  @CsvSource({"PT1M, PT0S, P1D", "PT60M, PT60S, P400D"})
  void acceptsTheBounds(Duration lifetime, Duration skew, Duration keyLifetime) {
    assertThat(policy(lifetime, skew, keyLifetime).lifetime()).isEqualTo(lifetime);
  }

  @ParameterizedTest
  @CsvSource({
    "PT59.999S, PT30S, P90D, PT59.999S",
    "PT60M1S, PT30S, P90D, PT1H1S",
    "PT10M0.5S, PT30S, P90D, PT10M0.5S",
    "PT10M, PT-0.001S, P90D, PT-0.001S",
    "PT10M, PT60.001S, P90D, PT1M0.001S",
    "PT10M, PT30S, PT23H59M, PT23H59M",
    "PT10M, PT30S, P401D, PT9624H"
  })
  void namesTheValueThatIsOutOfBounds(
      Duration lifetime, Duration skew, Duration keyLifetime, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(lifetime, skew, keyLifetime))
        .withMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\"b", "a\\b", "a\nb", "a\u0000", "é", "https://аpp.example.com"})
  void refusesNamesThatCouldBeWrittenInMoreThanOneWay(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenPolicy.standard(name, "api"))
        .withMessageContaining("issuer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenPolicy.standard("https://app.example.com", name))
        .withMessageContaining("audience");
  }

  @Test
  void refusesClaimsThatATokenCannotHold() {
    Set<String> seventeen =
        IntStream.range(0, 17).mapToObj(i -> "m" + i).collect(Collectors.toSet());

    assertRefused(claims(-1, 0, Set.of(), NOW.plusSeconds(1), "id"));
    assertRefused(claims(0, -1, Set.of(), NOW.plusSeconds(1), "id"));
    assertRefused(claims(0, 0, seventeen, NOW.plusSeconds(1), "id"));
    assertRefused(claims(0, 0, Set.of("a b"), NOW.plusSeconds(1), "id"));
    assertRefused(claims(0, 0, Set.of("\""), NOW.plusSeconds(1), "id"));
    assertRefused(claims(0, 0, Set.of(), NOW, "id"));
    assertRefused(claims(0, 0, Set.of(), NOW.plusMillis(1500), "id"));
    assertRefused(claims(0, 0, Set.of(), NOW.plusSeconds(1), ""));
    assertRefused(claims(0, 0, Set.of(), NOW.plusSeconds(1), "i".repeat(65)));
    assertThat(claims(0, 0, Set.of("pwd"), NOW.plusSeconds(1), "i".repeat(64))
            .get()
            .id())
        .hasSize(64);
  }

  private static void assertRefused(java.util.function.Supplier<AccessTokenClaims> claims) {
    assertThatIllegalArgumentException().isThrownBy(claims::get);
  }

  private static java.util.function.Supplier<AccessTokenClaims> claims(
      long userEpoch, long roleEpoch, Set<String> methods, Instant expiresAt, String id) {
    return () -> new AccessTokenClaims(
        new UserId(new UUID(1, 2)),
        new SessionId(new UUID(3, 4)),
        userEpoch,
        roleEpoch,
        methods,
        NOW,
        NOW,
        expiresAt,
        id);
  }

  private static TokenPolicy policy(Duration lifetime, Duration skew, Duration keyLifetime) {
    return new TokenPolicy("iss", "aud", TokenAlgorithm.EDDSA, lifetime, skew, keyLifetime);
  }
}
