package dev.gatehouse.http;

import static dev.gatehouse.http.TestGate.ACCESS;
import static dev.gatehouse.http.TestGate.ADA;
import static dev.gatehouse.http.TestGate.bearer;
import static dev.gatehouse.http.TestGate.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller shows to prove who they are: from where it is taken, in which form, and how a refusal asks for it. */
final class PresentedCredentialTest {
  private final TestGate gate = new TestGate();

  @Test
  @DisplayName(
      "KEY-04 takes an API key from its header or as a bearer, and refuses one that is none")
  void takesAnApiKeyFromAHeader() {
    FakeRequest header = FakeRequest.get("/account").header("X-Api-Key", "acme_live_x");
    gate.assertProblem(header, 401, "invalid_api_key");
    gate.assertProblem(bearer(FakeRequest.get("/account"), "acme_live_x"), 401, "invalid_api_key");
    gate.assertProblem(bearer(header, "good.x.y"), 400, "malformed_request");
    gate.assertProblem(
        FakeRequest.get("/account").header("X-Api-Key", "a").header("X-Api-Key", "b"),
        400,
        "malformed_request");
    assertThat(gate.proceed(FakeRequest.get("/public/x").header("X-Api-Key", "junk"))
            .principal()
            .isAuthenticated())
        .isFalse();
  }

  @ParameterizedTest
  @DisplayName("HTTP-02 takes the scheme in any case and any number of blanks")
  @ValueSource(
      strings = {"Bearer good.x.y", "bearer good.x.y", "BEARER good.x.y", "Bearer   good.x.y"})
  void takesTheScheme(String value) {
    assertThat(gate.proceed(FakeRequest.get("/account").header("Authorization", value))
            .principal())
        .isEqualTo(ADA);
  }

  @ParameterizedTest
  @DisplayName("HTTP-01 HTTP-02 HTTP-05 refuses every other form of the header")
  @ValueSource(
      strings = {
        "Bearer", "Bearer ", "Bearergood", "Bearer good, Bearer good.x.y", "Bearer good good",
            "Bearer good ", "Bearer gööd", "good.x.y",
        "Basic Z29vZDo=", "Bearer good=x", "Bearer %zz", "Bearer %u0061", "", "Bearer,good",
            "Bearer:good", "Digest good"
      })
  void refusesOtherForms(String value) {
    HttpResponse response = gate.answer(FakeRequest.get("/account").header("Authorization", value));
    assertThat(response.status()).isIn(400, 401);
  }

  @Test
  @DisplayName("HTTP-01 refuses two credentials")
  void refusesTwoCredentials() {
    gate.assertProblem(
        bearer(bearer(FakeRequest.get("/account"), "good.x.y"), "good.x.y"),
        400,
        "malformed_request");
    gate.assertProblem(
        bearer(FakeRequest.get("/account").header("Authorization", "Basic eA=="), "good.x.y"),
        400,
        "malformed_request");
    gate.assertProblem(
        bearer(FakeRequest.get("/account"), "good.x.y").header("Cookie", ACCESS),
        400,
        "malformed_request");
    gate.assertProblem(
        FakeRequest.get("/account").header("Cookie", ACCESS + "; " + ACCESS),
        400,
        "malformed_request");
    gate.assertProblem(
        FakeRequest.get("/account").header("Cookie", ACCESS).header("Cookie", ACCESS),
        400,
        "malformed_request");
  }

  @Test
  @DisplayName("HTTP-04 challenges as RFC 6750 says")
  void challenges() {
    gate.assertChallenge(FakeRequest.get("/account"), "Bearer realm=\"app.example.com\"");
    for (String bad : List.of("old.x.y", "forged", "ended.x.y")) {
      gate.assertChallenge(
          bearer(FakeRequest.get("/account"), bad),
          "Bearer realm=\"app.example.com\", error=\"invalid_token\"");
    }
    assertThat(text(gate.answer(bearer(FakeRequest.get("/account"), "ended.x.y"))))
        .contains("\"code\":\"session_ended\"", "\"reason\":\"signed_out\"");
  }

  @Test
  void takesABadCredentialForNoneOnAnOpenRouteButReportsABrokenBackend() {
    assertThat(gate.proceed(bearer(FakeRequest.get("/public"), "forged"))
            .principal()
            .isAuthenticated())
        .isFalse();
    for (String path : List.of("/public", "/account")) {
      HttpResponse response = gate.answer(bearer(FakeRequest.get(path), "down.x.y"));
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("Retry-After")).contains("2");
      assertThat(text(response)).contains("store_unavailable").doesNotContain("find session");
    }
  }

  @Test
  @DisplayName("HTTP-03 RT-11 takes no cookie but the one with the prefix")
  void takesNoOtherCookie() {
    for (String cookie : List.of(
        "gatehouse_access=good.x.y",
        "__host-gatehouse_access=good.x.y",
        "__Secure-gatehouse_access=good.x.y",
        "x" + ACCESS)) {
      gate.assertProblem(
          FakeRequest.get("/account").header("Cookie", cookie), 401, "authentication_required");
    }
  }
}
