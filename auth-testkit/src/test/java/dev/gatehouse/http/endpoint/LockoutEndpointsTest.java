package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lockout and limits as browsers meet them. */
final class LockoutEndpointsTest {
  private static final String ALICE = "alice@example.com";
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final String HOME = "192.0.2.1";

  private final TestGatehouse test = TestGatehouse.on(
      InMemoryStorage.create(),
      new SettableClock(),
      builder -> builder.throttle(off -> ThrottlePolicy.defaults().withLogin(Limit.perMinute(40))));

  @BeforeEach
  void register() {
    test.verified(ALICE, PASSWORD);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private HttpResponse post(String path, String json, String address, String cookie) {
    PlainRequest request =
        PlainRequest.post("/auth" + path, json, "Sec-Fetch-Site: same-origin", "Cookie: " + cookie);
    return ((GateResult.Answer) test.gatehouse().http().handle(request.from(address))).response();
  }

  private HttpResponse login(String password, String address, String cookie) {
    String json = "{\"login\":\"" + ALICE + "\",\"password\":\"" + password + "\"}";
    return post("/login", json, address, cookie);
  }

  private void lock() {
    lock("198.51.100.7");
  }

  private void lock(String from) {
    for (int i = 0; i < 5; i++) {
      assertThat(login("a wrong guess", from, "").status()).isEqualTo(401);
    }
  }

  /** Returns the pair of the cookie that marks the device. */
  private static String mark(HttpResponse response) {
    String field = response.headers().stream()
        .filter(header -> header.name().equals("Set-Cookie"))
        .map(header -> header.value())
        .filter(value -> value.startsWith("__Host-gatehouse_device="))
        .findFirst()
        .orElseThrow();
    assertThat(field).endsWith("; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Strict");
    return field.substring(0, field.indexOf(';'));
  }

  @Test
  @DisplayName("BF-01 a locked login is 429 with Retry-After, and says nothing else")
  void aLockedLoginIsTooManyRequests() {
    lock();
    HttpResponse wrong = login("a wrong guess", "198.51.100.7", "");
    HttpResponse right = login(PASSWORD.reveal(), "198.51.100.7", "");
    for (HttpResponse answer : List.of(wrong, right)) {
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).contains("30");
      assertThat(Json.read(answer.body()))
          .containsEntry("code", "login_delayed")
          .doesNotContainKeys("until", "violated-policies");
    }
    test.clock().advance(Duration.ofSeconds(30));
    assertThat(login(PASSWORD.reveal(), "198.51.100.7", "").status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "BF-09 a browser that logged in before is let in while strangers are locked out; each login replaces its mark")
  void aBrowserThatLoggedInBeforeIsLetIn() {
    String first = mark(login(PASSWORD.reveal(), "192.0.2.1", ""));
    lock();
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", "").status()).isEqualTo(429);
    HttpResponse again = login(PASSWORD.reveal(), "192.0.2.1", first);
    assertThat(again.status()).isEqualTo(200);
    assertThat(mark(again)).isNotEqualTo(first);
    test.clock().advance(Duration.ofDays(181));
    lock();
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", first).status()).isEqualTo(429);
  }

  @Test
  @DisplayName(
      "BF-09 who guesses behind the owner's address uses up the address, and nothing of the owner's known device")
  void nobodyBehindTheSameAddressShutsTheOwnerOut() {
    String known = mark(login(PASSWORD.reveal(), HOME, ""));
    for (int i = 0; i < 60; i++) {
      login("a wrong guess", HOME, "");
    }
    assertLimited(login(PASSWORD.reveal(), HOME, ""));
    String name = "__Host-gatehouse_device=";
    for (String forged : List.of("", "A".repeat(96), known.substring(name.length() + 1))) {
      assertLimited(login(PASSWORD.reveal(), HOME, name + forged));
    }
    assertThat(login(PASSWORD.reveal(), HOME, known).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("BF-09 two marks in one request are refused at the expense of the address")
  void twoMarksPayByAddress() {
    String known = mark(login(PASSWORD.reveal(), HOME, ""));
    String twice = known + "; " + known;
    for (int i = 1; i < 40; i++) {
      assertThat(login(PASSWORD.reveal(), HOME, twice).status()).isEqualTo(400);
    }
    assertLimited(login(PASSWORD.reveal(), HOME, twice));
  }

  @Test
  @DisplayName("BF-09 all known devices of a name have one limit together, wherever they are")
  void knownDevicesOfANameHaveOneLimit() {
    String first = mark(login(PASSWORD.reveal(), HOME, ""));
    String second = mark(login(PASSWORD.reveal(), "192.0.2.2", ""));
    for (int i = 0; i < 40; i++) {
      String address = "203.0.113." + i;
      assertThat(login(PASSWORD.reveal(), address, i % 2 == 0 ? first : second).status())
          .isEqualTo(200);
    }
    assertLimited(login(PASSWORD.reveal(), "203.0.113.99", first));
    assertThat(login(PASSWORD.reveal(), "203.0.113.99", "").status()).isEqualTo(200);
  }

  private static void assertLimited(HttpResponse answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(Json.read(answer.body()))
        .containsEntry("code", "rate_limited")
        .containsEntry("violated-policies", List.of("login"));
  }

  @Test
  @DisplayName("BF-09 a forged, cut or foreign mark is none")
  void aForgedMarkIsNone() {
    String mark = mark(login(PASSWORD.reveal(), "192.0.2.1", ""));
    lock();
    String name = "__Host-gatehouse_device=";
    String body = mark.substring(name.length());
    char other = body.charAt(30) == 'x' ? 'y' : 'x';
    for (String forged : List.of(
        "",
        ".",
        body.substring(1),
        body.substring(0, 30) + other + body.substring(31),
        "A".repeat(96),
        "!".repeat(96),
        (body + ".").repeat(5),
        "\u00fc".repeat(96))) {
      assertThat(login(PASSWORD.reveal(), "192.0.2.1", name + forged).status()).isEqualTo(429);
    }
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", name + "A".repeat(96) + "." + body)
            .status())
        .isEqualTo(200);
  }

  @Test
  void aBrowserIsKnownToSeveralAccounts() {
    test.verified("bob@example.com", PASSWORD);
    String alices = mark(login(PASSWORD.reveal(), "192.0.2.1", ""));
    String json = "{\"login\":\"bob@example.com\",\"password\":\"" + PASSWORD.reveal() + "\"}";
    String both = mark(post("/login", json, "192.0.2.1", alices));
    lock();
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", both).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("BF-09 a link in a mail makes the browser that opens it known")
  void aLinkMakesTheBrowserKnown() {
    lock();
    test.forgetMail();
    String email = "{\"email\":\"" + ALICE + "\"}";
    assertThat(post("/unlock/request", email, "192.0.2.1", "").status()).isEqualTo(202);
    String token = test.mailedToken(ALICE).reveal();
    HttpResponse unlocked = post("/unlock", "{\"token\":\"" + token + "\"}", "192.0.2.1", "");
    assertThat(unlocked.status()).isEqualTo(204);
    assertThat(login("a wrong guess", "198.51.100.7", "").status()).isEqualTo(429);
    lock("198.51.100.8");
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", "").status()).isEqualTo(429);
    assertThat(login(PASSWORD.reveal(), "192.0.2.1", mark(unlocked)).status()).isEqualTo(200);
    assertThat(post("/unlock", "{\"token\":\"" + token + "\"}", "192.0.2.1", "").status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName("ENUM-02 mails are limited by address, for known and unknown people alike")
  void mailsAreLimited() {
    for (int i = 0; i < 6; i++) {
      String email = "{\"email\":\"" + (i % 2 == 0 ? ALICE : "nobody@example.com") + "\"}";
      String path = i % 2 == 0 ? "/password/forgot" : "/unlock/request";
      HttpResponse answer = post(path, email, "192.0.2.1", "");
      assertThat(answer.status()).isEqualTo(i < 3 ? 202 : 429);
      assertThat(answer.header("RateLimit-Policy"))
          .contains("\"address\";q=300;w=60, \"mail\";q=3;w=60");
    }
  }
}
