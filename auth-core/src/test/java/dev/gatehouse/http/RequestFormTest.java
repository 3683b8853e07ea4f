package dev.gatehouse.http;

import static dev.gatehouse.http.TestGate.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, bodies and ids of requests: what is read, and what is refused unread. */
final class RequestFormTest {
  private final TestGate gate = new TestGate();

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "<b>", "ü", ""})
  void takesNoRequestIdThatCouldHurtALog(String id) {
    HttpResponse response = gate.answer(FakeRequest.get("/account").header("X-Request-Id", id));
    assertThat(response.header("X-Request-Id").orElseThrow()).matches("req_[0-9a-f-]{36}");
    assertThat(gate.answer(FakeRequest.get("/account").header("X-Request-Id", "a".repeat(65)))
            .header("X-Request-Id")
            .orElseThrow())
        .startsWith("req_");
  }

  @ParameterizedTest
  @DisplayName("HTTP-06 serves only the methods there are, and no override")
  @ValueSource(strings = {"PUT", "PROPFIND", "PATCH", "POST"})
  void servesOnlyTheMethodsThereAre(String method) {
    HttpResponse response = gate.answer(bearer(FakeRequest.of(method, "/auth/me"), "good.x.y")
        .header("X-HTTP-Method-Override", "GET")
        .header("X-Method-Override", "DELETE"));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @DisplayName("HTTP-06 refuses odd and dangerous methods everywhere")
  @ValueSource(
      strings = {
        "TRACE",
        "TRACK",
        "CONNECT",
        "get",
        "GeT",
        "",
        "G T",
        "AAAAAAAAAAAAAAAAAAAAA",
        "GET\u0000"
      })
  void refusesOddMethods(String method) {
    for (String path : List.of("/public", "/auth/me")) {
      gate.assertProblem(
          bearer(FakeRequest.of(method, path), "good.x.y"), 400, "malformed_request");
    }
  }

  @Test
  @DisplayName("HTTP-07 HEAD and OPTIONS are decided like GET")
  void headAndOptionsAreDecidedLikeGet() {
    for (String method : List.of("HEAD", "OPTIONS", "GET")) {
      assertThat(gate.answer(FakeRequest.of(method, "/account")).status()).isEqualTo(401);
    }
    HttpResponse head = gate.answer(bearer(FakeRequest.of("HEAD", "/auth/me"), "good.x.y"));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(gate.answer(FakeRequest.of("HEAD", "/account")).body()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("HTTP-08 reads nothing but plain JSON in UTF-8")
  @ValueSource(
      strings = {
        "text/plain", "application/json;charset=utf-16", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        "application/json, text/plain", "application/jsonp", "application/json; charset=utf-8; x=y",
            ""
      })
  void readsNothingButJson(String type) {
    gate.assertProblem(
        FakeRequest.of("POST", "/auth/login").header("Content-Type", type),
        415,
        "unsupported_media_type");
  }

  @Test
  @DisplayName("HTTP-08 HTTP-09 refuses no type, two types, and a compressed body")
  void refusesNoTypeTwoTypesAndACompressedBody() {
    gate.assertProblem(FakeRequest.of("POST", "/auth/login"), 415, "unsupported_media_type");
    gate.assertProblem(
        FakeRequest.of("POST", "/auth/login").json("{}").header("Content-Type", "application/json"),
        415,
        "unsupported_media_type");
    gate.assertProblem(
        FakeRequest.of("POST", "/auth/login").json("{}").header("Content-Encoding", "gzip"),
        415,
        "unsupported_media_type");
  }

  @Test
  @DisplayName("HTTP-09 reads a body of 64 KiB and not one byte more")
  void boundsTheBody() {
    String full = "{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}";
    assertThat(gate.answer(FakeRequest.of("POST", "/auth/login").json(full)).status())
        .isEqualTo(204);
    gate.assertProblem(
        FakeRequest.of("POST", "/auth/login").json(full + " "), 413, "body_too_large");
  }
}
