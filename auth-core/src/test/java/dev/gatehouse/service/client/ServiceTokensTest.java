package dev.gatehouse.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.crypto.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceTokensTest {
  private static final Secret SECRET = Secret.of("gss_se:cret+");
  private static final Secret PERSON = Secret.of("the.persons.token");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final HttpClient http = HttpClient.newHttpClient();
  private final TokenServer server = new TokenServer();
  private final ServiceTokens tokens = tokens(Duration.ofSeconds(5));

  private ServiceTokens tokens(Duration timeout) {
    return ServiceTokens.builder(server.uri("/token"), "svc_x y", SECRET)
        .timeout(timeout)
        .ticker(nanos::get)
        .build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksOncePerAudienceAndKeepsTheToken() {
    for (int i = 0; i < 5; i++) {
      assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
      assertThat(tokens.to("mail").token().reveal()).isEqualTo("token-2");
    }
    assertThat(server.forms)
        .containsExactly(
            "grant_type=client_credentials&audience=orders",
            "grant_type=client_credentials&audience=mail");
    String basic = Base64.getEncoder()
        .encodeToString("svc_x+y:gss_se%3Acret%2B".getBytes(StandardCharsets.UTF_8));
    assertThat(server.authorizations).containsOnly("Basic " + basic);
  }

  @Test
  void asksOncePerPersonToActFor() {
    TokenSource ann = tokens.to("orders").onBehalfOf(PERSON);
    assertThat(ann.token().reveal()).isEqualTo("token-1");
    assertThat(tokens.to("orders").onBehalfOf(Secret.of("b.o.b")).token().reveal())
        .isEqualTo("token-2");
    assertThat(tokens.to("orders").onBehalfOf(PERSON).token().reveal()).isEqualTo("token-1");
    assertThat(server.forms.get(0))
        .isEqualTo("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
            + "&audience=orders&subject_token=the.persons.token&subject_token_type="
            + "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token");
  }

  @Test
  void sixtyFourThreadsMakeOneRequest() throws Exception {
    server.open = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    CountDownLatch started = new CountDownLatch(64);
    List<Future<Secret>> running = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      running.add(threads.submit(() -> {
        started.countDown();
        return tokens.to("orders").token();
      }));
    }
    started.await();
    server.open.countDown();
    for (Future<Secret> each : running) {
      assertThat(each.get().reveal()).isEqualTo("token-1");
    }
    threads.shutdownNow();
    assertThat(server.asked).hasValue(1);
  }

  @Test
  void renewsInTheBackgroundOnceFourFifthsAreOver() {
    assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
    pass(Duration.ofSeconds(239));
    assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
    assertThat(server.asked).hasValue(1);
    server.open = new CountDownLatch(1);
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 20; i++) {
      assertThat(tokens.to("orders").token().reveal()).as("nobody waits").isEqualTo("token-1");
    }
    server.open.countDown();
    awaitToken("token-2");
    assertThat(server.asked).hasValue(2);
  }

  @Test
  void theTokenServesToItsEndWhileTheIssuerIsDown() {
    assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
    server.status = 503;
    for (int second = 1; second < 300; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
    }
    pass(Duration.ofSeconds(2));
    assertThatThrownBy(() -> tokens.to("orders").token())
        .isInstanceOf(TokenUnavailableException.class);
    server.status = 200;
    pass(Duration.ofSeconds(2));
    assertThat(tokens.to("orders").token().reveal()).isNotEqualTo("token-1");
  }

  @Test
  void afterAFailureNobodyAsksForASecond() {
    server.status = 401;
    server.answer = "{\"error\":\"invalid_client\",\"error_description\":\"wrong gss_se:cret+\"}";
    for (int i = 0; i < 100; i++) {
      TokenUnavailableException refused = catchThrowableOfType(
          TokenUnavailableException.class, () -> tokens.to("orders").token());
      assertThat(refused.error()).contains("invalid_client");
      assertThat(refused).hasMessageNotContaining("gss_");
    }
    assertThat(server.asked).hasValue(1);
    pass(Duration.ofSeconds(1));
    server.status = 200;
    server.answer = "";
    assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-2");
  }

  @Test
  void anIssuerThatHangsFailsInBoundedTime() {
    server.open = new CountDownLatch(1);
    ServiceTokens hasty = tokens(Duration.ofMillis(200));
    long start = System.nanoTime();
    TokenUnavailableException failed = catchThrowableOfType(
        TokenUnavailableException.class, () -> hasty.to("orders").token());
    assertThat(failed.error()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void anIssuerThatIsNotThereFails() {
    URI nowhere = server.uri("/token");
    server.close();
    ServiceTokens lost = ServiceTokens.builder(nowhere, "svc", SECRET).build();
    assertThatThrownBy(() -> lost.to("orders").token())
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessageNotContaining("gss_");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "[]",
        "null",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\",\"expires_in\":300}",
        "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\",\"expires_in\":300}",
        "{\"access_token\":1,\"token_type\":\"Bearer\",\"expires_in\":300}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"300\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":99999999999}"
      })
  void whatIsNoTokenIsNone(String answer) {
    server.answer = answer;
    assertThatThrownBy(() -> tokens.to("orders").token())
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessageNotContaining("access_token");
  }

  @Test
  void anEndlessAnswerIsCut() {
    server.answer = "{\"x\":\"" + "y".repeat(70_000) + "\"}";
    assertThatThrownBy(() -> tokens.to("orders").token())
        .isInstanceOf(TokenUnavailableException.class);
  }

  @Test
  void followsNoRedirect() {
    server.status = 307;
    assertThatThrownBy(() -> tokens.to("orders").token())
        .isInstanceOf(TokenUnavailableException.class);
    assertThat(server.asked).hasValue(1);
  }

  @Test
  void sendsTheTokenAndReplacesAnotherAuthorization() throws Exception {
    HttpResponse<String> answer = tokens.to("orders").send(http, work("stale"), text());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.called).hasValue(1);
  }

  @Test
  void aRefusedTokenIsReplacedOnceAndTheRequestSentAgain() throws Exception {
    assertThat(tokens.to("orders").token().reveal()).isEqualTo("token-1");
    server.accepted = "token-2";
    pass(Duration.ofSeconds(2));
    HttpResponse<String> answer = tokens.to("orders").send(http, work(""), text());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("POST");
    assertThat(server.called).hasValue(2);
    assertThat(server.asked).hasValue(2);
  }

  @Test
  void aReceiverThatRefusesEverythingCostsNoTokenPerCall() throws Exception {
    server.accepted = "never";
    for (int i = 0; i < 20; i++) {
      assertThat(tokens.to("orders").send(http, work(""), text()).statusCode()).isEqualTo(401);
    }
    assertThat(server.asked).hasValue(1);
    assertThat(server.called).hasValue(20);
    pass(Duration.ofSeconds(1));
    assertThat(tokens.to("orders").send(http, work(""), text()).statusCode()).isEqualTo(401);
    assertThat(server.asked).hasValue(2);
    assertThat(server.called).as("once more, then no more").hasValue(22);
  }

  @Test
  void decoratesARequest() {
    HttpRequest request = tokens
        .to("orders")
        .authorize(HttpRequest.newBuilder(server.uri("/work")).header("Authorization", "x"))
        .build();
    assertThat(request.headers().allValues("Authorization")).containsExactly("Bearer token-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://auth.example.com/token", "ftp://localhost/token", "/token", "file:///x"})
  void theSecretTravelsEncrypted(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ServiceTokens.builder(URI.create(endpoint), "svc", SECRET).build());
  }

  @Test
  void plainHttpHasToBeAskedFor() {
    URI mesh = URI.create("http://auth.mesh/token");
    assertThat(ServiceTokens.builder(mesh, "svc", SECRET).overPlainHttp().build())
        .isNotNull();
  }

  private HttpRequest work(String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri("/work")).POST(BodyPublishers.ofString("body"));
    return authorization.isEmpty()
        ? request.build()
        : request.header("Authorization", authorization).build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return BodyHandlers.ofString();
  }

  private void pass(Duration span) {
    nanos.addAndGet(span.toNanos());
  }

  private void awaitToken(String token) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!tokens.to("orders").token().reveal().equals(token)) {
      assertThat(System.nanoTime()).as("the token was never renewed").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
