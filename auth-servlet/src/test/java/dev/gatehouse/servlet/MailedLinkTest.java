package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.servlet.RawHttp.Reply;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in mails: where they lead to, and what becomes of them on the way. */
final class MailedLinkTest {
  private static final String ADA = "ada@example.org";

  @RegisterExtension
  final Site site = Site.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: http",
        "X-Original-Host: evil.example",
        "Forwarded: host=evil.example;proto=http",
        "X-Forwarded-Port: 8080",
        "X-Forwarded-Prefix: /evil"
      })
  @DisplayName("FP-07: a mailed link leads to the configured address, whatever a header says")
  void noHeaderMovesALink(String header) throws Exception {
    site.verified(ADA);
    site.gatehouse.forgetMail();
    assertThat(site.post("/password/forgot", Map.of("email", ADA), header).status())
        .isEqualTo(202);
    assertThat(CapturedMail.link(site.gatehouse.mail().awaitTo(ADA)))
        .startsWith("https://app.example.com/");
  }

  @Test
  @DisplayName("FP-07: nor does the host that a request names, in its header or in its target")
  void noHostMovesALink() throws Exception {
    for (String start : List.of(
        "POST /auth/password/forgot HTTP/1.1\r\nHost: evil.example\r\n",
        "POST http://evil.example/auth/password/forgot HTTP/1.1\r\nHost: evil.example\r\n")) {
      String email = "ada" + start.length() + "@example.org";
      site.verified(email);
      site.gatehouse.forgetMail();
      String body = "{\"email\":\"" + email + "\"}";
      Reply reply = site.raw(start + "Connection: close\r\nContent-Type: application/json\r\n"
          + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(CapturedMail.link(site.gatehouse.mail().awaitTo(email)))
          .startsWith("https://app.example.com/");
    }
  }

  @Test
  @DisplayName("EM-14: a scanner that follows the link, or asks for its head, spends nothing")
  void aScannerSpendsNothing() throws Exception {
    site.post("/register", Map.of("email", ADA, "password", Site.PASSWORD));
    String link = CapturedMail.link(site.gatehouse.mail().awaitTo(ADA));
    String token = site.gatehouse.mailedToken(ADA).reveal();
    assertThat(link).as("a fragment is never sent").contains("#token=" + token);
    for (String method : List.of("GET", "HEAD", "PUT")) {
      assertThat(site.send(method, "/verify-email?token=" + token).status())
          .as(method)
          .isIn(403, 404, 405);
    }
    assertThat(site.post("/verify-email", Map.of("token", token)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("FP-13: no answer on the way of a reset is kept, and none repeats its token")
  void noAnswerOfAResetIsKept() throws Exception {
    site.verified(ADA);
    site.gatehouse.forgetMail();
    Reply forgot = site.post("/password/forgot", Map.of("email", ADA));
    String token = site.gatehouse.mailedToken(ADA).reveal();
    Reply weak = site.post("/password/reset", Map.of("token", token, "password", "short"));
    Reply done =
        site.post("/password/reset", Map.of("token", token, "password", "a quite different one"));
    Reply again =
        site.post("/password/reset", Map.of("token", token, "password", "a quite different one"));
    assertThat(List.of(forgot.status(), weak.status(), done.status(), again.status()))
        .containsExactly(202, 422, 204, 400);
    for (Reply reply : List.of(forgot, weak, done, again)) {
      assertThat(reply.values("Cache-Control")).containsExactly("no-store");
      assertThat(reply.headers().toString() + reply.body()).doesNotContain(token);
    }
  }

  @Test
  @DisplayName("FP-08: an address that guesses tokens is told to wait, long before it finds one")
  void whoGuessesTokensIsToldToWait() throws Exception {
    try (Site guarded = Site.start(builder -> builder.throttle(off -> ThrottlePolicy.defaults()))) {
      Reply last = guess(guarded);
      int guesses = 1;
      while (last.status() == 400 && guesses < 1_000) {
        last = guess(guarded);
        guesses++;
      }
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.values("Retry-After")).hasSize(1);
      // All requests of one address count, 300 a minute.
      assertThat(guesses).isEqualTo(301);
    }
  }

  private static Reply guess(Site guarded) throws Exception {
    String token = OpaqueToken.issue("grt", RandomSource.secure()).reveal();
    return guarded.post(
        "/password/reset", Map.of("token", token, "password", "a quite different one"));
  }
}
