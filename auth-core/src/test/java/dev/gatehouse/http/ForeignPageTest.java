package dev.gatehouse.http;

import static dev.gatehouse.http.TestGate.ACCESS;
import static dev.gatehouse.http.TestGate.ADA;
import static dev.gatehouse.http.TestGate.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.event.EventType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins may send with a person's cookies, and what they may read of the answer. */
final class ForeignPageTest {
  private final TestGate gate = new TestGate();

  @ParameterizedTest
  @DisplayName("CSRF-07 CSRF-08 refuses what no page of ours can have sent with a cookie")
  @CsvSource(
      delimiter = '|',
      value = {
        "| ",
        "| null",
        "| https://evil.com",
        "| https://sub.app.example.com",
        "| https://app.example.com:8443",
        "| http://app.example.com",
        "cross-site | ",
        "cross-site | https://evil.com",
        "same-site | https://sub.app.example.com",
        "same-site | ",
        "x | ",
        "| https://app.example.com.evil.com",
        "| https://APP.example.com"
      })
  void refusesForeignPages(String site, String origin) {
    for (String path : List.of("/account", "/public", "/auth/me")) {
      FakeRequest request = FakeRequest.of("DELETE", path).header("Cookie", ACCESS);
      gate.assertProblem(from(request, site, origin), 403, "cross_site_request_blocked");
    }
    assertThat(gate.denials)
        .hasSize(3)
        .allMatch(draft -> draft.type() == EventType.CROSS_SITE_BLOCKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "same-origin | https://app.example.com",
        "same-origin | ",
        "none | ",
        "| https://app.example.com",
        "| https://spa.example.org",
        "cross-site | https://spa.example.org"
      })
  void takesOurOwnPages(String site, String origin) {
    FakeRequest request = FakeRequest.of("DELETE", "/account").header("Cookie", ACCESS);
    assertThat(gate.proceed(from(request, site, origin)).principal()).isEqualTo(ADA);
  }

  @Test
  @DisplayName("CSRF-08 a foreign page cannot log its victim in, also without a cookie")
  void refusesLoginByAForeignPage() {
    FakeRequest foreign =
        FakeRequest.of("POST", "/auth/login").json("{}").header("Origin", "https://evil.com");
    gate.assertProblem(foreign, 403, "cross_site_request_blocked");
    assertThat(gate.answer(FakeRequest.of("POST", "/auth/login").json("{}")).status())
        .isEqualTo(204);
    gate.assertProblem(
        FakeRequest.of("POST", "/auth/login")
            .json("{}")
            .header("Cookie", "__Host-gatehouse_refresh=x"),
        403,
        "cross_site_request_blocked");
  }

  @Test
  void asksNoOriginOfABearerOrOfASafeMethod() {
    FakeRequest bearer = bearer(FakeRequest.of("DELETE", "/auth/me"), "good.x.y");
    assertThat(gate.answer(bearer.header("Origin", "https://evil.com")).status())
        .isEqualTo(204);
    FakeRequest safe = FakeRequest.get("/account").header("Cookie", ACCESS);
    assertThat(gate.proceed(safe.header("Sec-Fetch-Site", "cross-site")).principal())
        .isEqualTo(ADA);
  }

  @Test
  @DisplayName("HTTP-07 CORS-01 answers a preflight of a trusted origin without any handler")
  void answersAPreflight() {
    HttpResponse response = gate.answer(preflight("https://spa.example.org"));
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("Access-Control-Allow-Origin")).contains("https://spa.example.org");
    assertThat(response.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(response.header("Access-Control-Allow-Methods"))
        .contains("DELETE, GET, HEAD, OPTIONS");
    assertThat(response.header("Vary")).contains("Origin, Sec-Fetch-Site");
  }

  @ParameterizedTest
  @DisplayName("CORS-01 gives no leave to anybody else")
  @ValueSource(
      strings = {
        "https://spa.example.org.evil",
        "https://evilspa.example.org",
        "null",
        "https://SPA.example.org",
        "https://spa.example.org:444",
        "http://spa.example.org",
        "*",
        "https://spa.example.org/"
      })
  void givesNoLeave(String origin) {
    for (FakeRequest request :
        List.of(preflight(origin), FakeRequest.get("/auth/me").header("Origin", origin))) {
      assertThat(gate.answer(request).headers())
          .noneMatch(header -> header.name().startsWith("Access-Control"));
    }
  }

  @Test
  void letsATrustedPageReadARefusal() {
    HttpResponse response =
        gate.answer(FakeRequest.get("/auth/me").header("Origin", "https://spa.example.org"));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("Access-Control-Allow-Origin")).contains("https://spa.example.org");
    assertThat(response.header("Access-Control-Expose-Headers"))
        .contains("WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id");
  }

  private static FakeRequest preflight(String origin) {
    return FakeRequest.of("OPTIONS", "/auth/me")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "DELETE");
  }

  private static FakeRequest from(FakeRequest request, String site, String origin) {
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }
    return origin == null ? request : request.header("Origin", origin);
  }
}
