package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows HTTP-01 to HTTP-18 and SESS-03 of the abuse catalogue that a container has a hand in. */
final class HttpAttackTest {
  private static final String JSON = "application/json";

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-01 HTTP-02 HTTP-05 an odd Authorization header opens nothing")
  void anOddHeaderOpensNothing(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("", application)) {
      for (String value : List.of(
          "Bearer good, Bearer good.x.y",
          "Bearer",
          "Bearergood",
          "Bearer\tgood\t",
          "Bearer good\u00e9",
          "Bearer %67ood",
          "Basic Z29vZDo=",
          "Bearer good good",
          "Bearer good\u0000",
          "good.x.y",
          "")) {
        assertThat(
                RawHttp.get(running.port(), "/admin", "Authorization: " + value).status())
            .as(value)
            .isIn(400, 401);
      }
      assertThat(RawHttp.get(
                  running.port(), "/admin", Application.ADAS_TOKEN, "Authorization: Basic eA==")
              .status())
          .isEqualTo(400);
      assertThat(
              RawHttp.get(running.port(), "/admin", Application.ADAS_TOKEN, Application.ADAS_TOKEN)
                  .status())
          .isEqualTo(400);
      assertThat(application.reached).isEmpty();
      assertThat(RawHttp.get(running.port(), "/admin", "authorization: bEaReR  good.x.y")
              .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-03 a token in the query, in a form or in a foreign cookie is no credential")
  void aTokenElsewhereIsNoCredential(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      assertThat(RawHttp.get(running.port(), "/admin?access_token=good").status())
          .isEqualTo(401);
      assertThat(RawHttp.get(
                  running.port(), "/admin", "Cookie: access_token=good; gatehouse_access=good.x.y")
              .status())
          .isEqualTo(401);
      Reply form = RawHttp.post(
          running.port(), "/admin", "application/x-www-form-urlencoded", "access_token=good");
      assertThat(form.status()).isEqualTo(401);
      assertThat(RawHttp.get(running.port(), "/admin", "Cookie: __Host-gatehouse_access=good.x.y")
              .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "HTTP-04 HTTP-18 a refusal is one problem with one challenge, whatever the client accepts")
  void aRefusalIsOneProblem(Container container) throws Exception {
    try (Running running = container.start("/app", Application.closed())) {
      Reply reply = RawHttp.get(
          running.port(), "/app/admin?callback=evil", "Accept: text/html", "X-Request-Id: r-7");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.values("Content-Type")).containsExactly("application/problem+json");
      assertThat(reply.values("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"app.example.com\"");
      assertThat(reply.values("Cache-Control")).containsExactly("no-store");
      assertThat(reply.body())
          .startsWith("{\"type\":\"https://gatehouse.dev/errors/authentication_required\"")
          .contains("\"requestId\":\"r-7\"")
          .doesNotContain("evil");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-06 odd methods and overrides open nothing")
  void oddMethodsOpenNothing(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("", application)) {
      for (String method : List.of(
          "TRACE", "TRACK", "CONNECT", "PROPFIND", "get", "GeT", "A".repeat(1024), "DELETE")) {
        Reply reply = RawHttp.request(running.port(), method, "/auth/me", Application.ADAS_TOKEN);
        assertThat(reply.status()).as(method).isIn(0, 400, 405, 501);
        assertThat(RawHttp.request(running.port(), method, "/admin").status())
            .as(method)
            .isIn(0, 400, 401, 405, 501);
      }
      Reply override = RawHttp.post(
          running.port(),
          "/auth/me?_method=GET",
          JSON,
          "{}",
          Application.ADAS_TOKEN,
          "X-HTTP-Method-Override: GET");
      assertThat(override.status()).isEqualTo(405);
      assertThat(override.values("Allow")).containsExactly("GET, HEAD, OPTIONS");
      assertThat(application.reached).doesNotContain("admin");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-07 HEAD is decided like GET and has no body")
  void headIsDecidedLikeGet(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      Reply refused = RawHttp.request(running.port(), "HEAD", "/admin");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.body()).isEmpty();
      Reply own = RawHttp.request(running.port(), "HEAD", "/auth/me", Application.ADAS_TOKEN);
      assertThat(own.status()).isEqualTo(200);
      assertThat(own.body()).isEmpty();
      assertThat(RawHttp.request(running.port(), "OPTIONS", "/admin").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-08 HTTP-09 HTTP-10 S2S-05 reads one plain JSON object of at most 64 KiB")
  void readsOnePlainJsonObject(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      int port = running.port();
      assertThat(RawHttp.post(port, "/auth/login", JSON, "{}").status()).isEqualTo(200);
      assertThat(RawHttp.post(port, "/auth/login", "application/json; charset=UTF-8", "{}")
              .status())
          .isEqualTo(200);
      assertThat(RawHttp.post(port, "/auth/login", "text/plain", "{}").status()).isEqualTo(415);
      assertThat(RawHttp.post(port, "/auth/login", "application/json;charset=utf-16", "{}")
              .status())
          .isEqualTo(415);
      assertThat(RawHttp.post(port, "/auth/login", JSON, "{}", "Content-Type: text/plain")
              .status())
          .isIn(400, 415);
      assertThat(RawHttp.post(port, "/auth/login", JSON, "{\"a\":1,\"a\":1}").status())
          .isEqualTo(400);
      assertThat(RawHttp.post(port, "/auth/login", JSON, "{} ".repeat(30_000)).status())
          .isEqualTo(413);
      assertThat(RawHttp.post(port, "/auth/login", JSON, "{}", "Content-Encoding: gzip")
              .status())
          .isEqualTo(415);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-09 S2S-05 counts the bytes of a chunked body, and refuses one that breaks off")
  void countsTheBytesOfAChunkedBody(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      String head =
          "POST /auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n";
      assertThat(RawHttp.send(running.port(), head + "2\r\n{}\r\n0\r\n\r\n").status())
          .isEqualTo(200);
      String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
      assertThat(RawHttp.send(running.port(), head + chunk.repeat(17) + "0\r\n\r\n")
              .status())
          .isEqualTo(413);
      assertThat(RawHttp.send(running.port(), head + "zz\r\n{}\r\n").status())
          .as("Undertow closes the connection without a word")
          .isIn(0, 400);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-05 HTTP-13 refuses a parameter that comes twice or is badly encoded")
  void refusesPollutedParameters(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      int port = running.port();
      assertThat(RawHttp.get(port, "/auth/me?only=a%20b&other=c", Application.ADAS_TOKEN)
              .body())
          .isEqualTo("{\"only\":\"a b\"}");
      for (String query :
          List.of("?only=a&only=b", "?only=a&%6fnly=b", "?only=%zz", "?only=%", "?only=%u0061")) {
        assertThat(RawHttp.get(port, "/auth/me" + query, Application.ADAS_TOKEN).status())
            .as(query)
            .isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("HTTP-14 no host, or two of them")
  void oddHostsReachNoPage(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("", application)) {
      int port = running.port();
      assertThat(RawHttp.send(port, "GET /admin HTTP/1.1\r\nConnection: close\r\n\r\n")
              .status())
          .isEqualTo(400);
      assertThat(RawHttp.send(
                  port, "GET /admin HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n")
              .status())
          .isIn(400, 401);
      assertThat(application.reached).doesNotContain("admin");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("SESS-03 cookies are given and taken with the very same attributes")
  void cookiesAreGivenAndTakenWithTheSameAttributes(Container container) throws Exception {
    try (Running running = container.start("/app", Application.closed())) {
      assertThat(RawHttp.post(running.port(), "/app/auth/login", JSON, "{}").values("Set-Cookie"))
          .containsExactly(
              "__Host-gatehouse_access=gat; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax",
              "__Host-gatehouse_refresh=grt; Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Strict");
      assertThat(RawHttp.post(running.port(), "/app/auth/logout", JSON, "{}").values("Set-Cookie"))
          .containsExactly(
              "__Host-gatehouse_access=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
              "__Host-gatehouse_refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict");
      assertThat(RawHttp.get(running.port(), "/app/admin").values("Set-Cookie")).isEmpty();
    }
    try (Running running = container.start("", Application.closed("http://localhost:8080"))) {
      assertThat(RawHttp.post(running.port(), "/auth/login", JSON, "{}").values("Set-Cookie"))
          .containsExactly(
              "gatehouse_access=gat; Max-Age=600; Path=/; HttpOnly; SameSite=Lax",
              "gatehouse_refresh=grt; Max-Age=1209600; Path=/; HttpOnly; SameSite=Strict");
    }
  }
}
