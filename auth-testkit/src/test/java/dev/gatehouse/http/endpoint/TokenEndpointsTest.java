package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenEndpointsTest {
  private static final String HERE = "https://app.example.com";
  private static final String GRANT = "grant_type=client_credentials&audience=orders";
  private static final String EXCHANGE =
      "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&audience=orders"
          + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token&subject_token=";

  private final InMemoryStorage storage = InMemoryStorage.create();
  private final TestGatehouse test = TestGatehouse.on(
      storage,
      new SettableClock(),
      builder -> builder.routes(rules -> rules.authenticated("/work")));
  private final Gatehouse gatehouse = test.gatehouse();
  private final IssuedSecret reports = gatehouse
      .services()
      .register("reports", Set.of(HERE, "orders"), Actor.system("test"), ClientInfo.none());
  private final String id = reports.service().id().toString();
  private final String secret = reports.secret().reveal();

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  @DisplayName("RFC 6749, 4.4 and 5.1: a token for Basic credentials and for members of the form")
  void givesATokenEitherWay() {
    for (HttpResponse answer : List.of(
        answer(basic(Post.form("/token", GRANT), id, secret)),
        answer(Post.form("/token", GRANT + inForm(id, secret))))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(answer.header("Pragma")).contains("no-cache");
      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(members(answer))
          .containsOnlyKeys("access_token", "token_type", "expires_in")
          .containsEntry("token_type", "Bearer")
          .containsEntry("expires_in", 300L);
    }
  }

  @Test
  @DisplayName("RFC 8693: a token on behalf of a person")
  void exchangesAPersonsToken() {
    Map<String, Object> members = members(
        answer(basic(Post.form("/token", EXCHANGE + person().access().reveal()), id, secret)));
    assertThat(members)
        .containsEntry("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
        .containsEntry("token_type", "Bearer");
  }

  @Test
  @DisplayName(
      "S2S-06 RFC 6749, 5.2: whoever fails to prove who they are gets one and the same answer")
  void everyUnprovenCallerGetsTheSameBytes() {
    String nobody = new ServiceId(new UUID(1, 2)).toString();
    String wrong = gatehouse
        .services()
        .register("other", Set.of(), Actor.system("test"), ClientInfo.none())
        .secret()
        .reveal();
    List<String> bodies = new ArrayList<>();
    for (Post post : List.of(
        basic(Post.form("/token", GRANT), id, wrong),
        basic(Post.form("/token", GRANT), nobody, secret),
        basic(Post.form("/token", GRANT), "reports", secret),
        basic(Post.form("/token", GRANT), id, "x"),
        Post.form("/token", GRANT + inForm(id, wrong)),
        Post.form("/introspect", "token=x" + inForm(id, wrong)),
        Post.form("/revoke", "token=x" + inForm(nobody, secret)))) {
      HttpResponse answer = answer(post);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .contains("Basic realm=\"app.example.com\", charset=\"UTF-8\"");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      bodies.add(new String(answer.body(), StandardCharsets.UTF_8));
    }
    assertThat(bodies).containsOnly(bodies.get(0));
    assertThat(bodies.get(0)).contains("\"error\":\"invalid_client\"");
  }

  @Test
  @DisplayName("RFC 6749, 2.3: one way to authenticate, not two and not none")
  void refusesTwoWaysAndNone() {
    assertError(
        basic(Post.form("/token", GRANT + inForm(id, secret)), id, secret), 400, "invalid_request");
    assertError(
        basic(Post.form("/token", GRANT + "&client_id=svc_other"), id, secret),
        400,
        "invalid_request");
    assertError(
        basic(Post.form("/token", GRANT + "&client_assertion=x"), id, secret),
        400,
        "invalid_request");
    assertError(
        basic(basic(Post.form("/token", GRANT), id, secret), id, secret), 400, "invalid_request");
    assertError(Post.form("/token", GRANT), 401, "invalid_client");
    assertError(Post.form("/token", GRANT + "&client_id=" + id), 401, "invalid_client");
    assertError(
        Post.form("/token", GRANT).header("Authorization", "Bearer x"), 401, "invalid_client");
    HttpResponse sameId =
        answer(basic(Post.form("/token", GRANT + "&client_id=" + id), id, secret));
    assertThat(sameId.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @DisplayName("URLs end up in logs: no parameter is read from there")
  @ValueSource(strings = {"client_secret", "client_id", "token", "subject_token", "grant_type"})
  void refusesParametersInTheUrl(String name) {
    assertError(basic(Post.form("/token", GRANT), id, secret).inUrl(name), 400, "invalid_request");
  }

  @Test
  @DisplayName("RFC 6749, 3.2: a form, each parameter once")
  void refusesWhatIsNoForm() {
    assertError(
        basic(Post.form("/token", GRANT + "&audience=orders"), id, secret), 400, "invalid_request");
    assertError(basic(Post.form("/token", GRANT + "&x=%zz"), id, secret), 400, "invalid_request");
    Post json = basic(Post.form("/token", "{}"), id, secret)
        .without("Content-Type")
        .header("Content-Type", "application/json");
    assertError(json, 400, "invalid_request");
    HttpResponse large = answer(basic(Post.form("/token", "x=" + "y".repeat(17_000)), id, secret));
    assertThat(large.status()).isEqualTo(413);
  }

  @Test
  void namesWhatIsWrongWithAGrant() {
    assertError(grant("audience=orders"), 400, "invalid_request");
    assertError(grant("grant_type=password&audience=orders"), 400, "unsupported_grant_type");
    assertError(grant("grant_type=authorization_code"), 400, "unsupported_grant_type");
    assertError(grant("grant_type=client_credentials&audience=billing"), 400, "invalid_target");
    assertError(grant("grant_type=client_credentials"), 400, "invalid_target");
    assertError(grant(GRANT + "&scope=admin"), 400, "invalid_scope");
    assertThat(answer(grant(GRANT + "&scope=")).status()).isEqualTo(200);
    assertError(grant(EXCHANGE + "x"), 400, "invalid_request");
    assertError(grant(EXCHANGE), 400, "invalid_request");
    String fair = EXCHANGE + person().access().reveal();
    assertError(grant(fair + "&actor_token=x"), 400, "invalid_request");
    assertError(grant(fair.replace(":access_token&", ":id_token&")), 400, "invalid_request");
    assertError(
        grant(fair + "&requested_token_type=urn:ietf:params:oauth:token-type:refresh_token"),
        400,
        "invalid_request");
    assertThat(answer(grant(fair)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "CSRF: cookies and foreign origins change nothing, because nothing there is read from them")
  void ignoresCookiesAndOrigins() {
    Tokens ann = person();
    for (String cookie : List.of(
        "__Host-gatehouse_access=" + ann.access().reveal(),
        "__Host-gatehouse_access=a; __Host-gatehouse_access=b")) {
      Post post = Post.form("/token", GRANT)
          .header("Cookie", cookie)
          .header("Origin", "https://evil.example")
          .header("Sec-Fetch-Site", "cross-site");
      assertError(post, 401, "invalid_client");
      assertThat(answer(basic(post, id, secret)).status()).isEqualTo(200);
      assertThat(answer(basic(post, id, secret)).headers())
          .noneMatch(header -> header.name().startsWith("Access-Control"))
          .noneMatch(header -> header.name().equals("Set-Cookie"));
    }
  }

  @Test
  @DisplayName(
      "S2S-01 the token opens the host's route, as a service, and none of the endpoints for people")
  void aServiceIsLetThroughAsAService() {
    Secret token = Secret.of(String.valueOf(members(answer(basic(
            Post.form("/token", "grant_type=client_credentials&audience=" + HERE), id, secret)))
        .get("access_token")));
    GateResult through = gatehouse
        .http()
        .handle(new Post("/work", "", List.of(), List.of())
            .header("Authorization", "Bearer " + token.reveal()));
    assertThat(through)
        .isInstanceOfSatisfying(
            GateResult.Proceed.class,
            proceed -> assertThat(proceed.principal())
                .isInstanceOfSatisfying(
                    ServicePrincipal.class,
                    service -> assertThat(service.name()).isEqualTo("reports")));
    for (Endpoint endpoint : AllEndpoints.list()) {
      if (!endpoint.requirements().isEmpty()) {
        String path =
            endpoint.route().path().replaceAll("\\{[a-z]+}", "ses_01h455vb4pex5vsknk084sn02q");
        Sent call = Sent.of(endpoint.route().method(), path.substring("/auth".length()), "{}")
            .as(token);
        assertThat(answer(call).status()).as(endpoint.route().toString()).isEqualTo(403);
      }
    }
  }

  @Test
  @DisplayName("RFC 7662: who may not ask learns nothing, not even about itself")
  void introspectionNeedsThePermission() {
    Post own = basic(Post.form("/introspect", "token=" + person().access().reveal()), id, secret);
    HttpResponse refused = answer(own);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(members(refused))
        .containsEntry("code", "permission_denied")
        .containsEntry("permission", "auth.tokens:introspect")
        .doesNotContainKey("active");
  }

  @Test
  @DisplayName("RFC 7662, 2.2: the answer, and the only other one")
  void introspectionAnswers() {
    letIntrospect();
    Tokens ann = person();
    Map<String, Object> live = members(answer(introspect(ann.access().reveal())));
    assertThat(live)
        .containsEntry("active", true)
        .containsEntry("token_type", "Bearer")
        .containsEntry("iss", HERE)
        .containsKeys("sub", "aud", "exp", "iat", "jti", "sid");
    assertThat(new String(answer(introspect("junk")).body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"active\":false}");
    HttpResponse missing = answer(basic(Post.form("/introspect", "token_type_hint=x"), id, secret));
    assertThat(missing.status()).isEqualTo(400);
  }

  @Test
  @DisplayName("RFC 7009, 2.2: 200 and nothing for what ended and for what was none")
  void revocationAnswers() {
    Tokens ann = person();
    for (String token : List.of(ann.access().reveal(), ann.access().reveal(), "junk")) {
      HttpResponse answer = answer(basic(Post.form("/revoke", "token=" + token), id, secret));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
    assertError(basic(Post.form("/revoke", ""), id, secret), 400, "invalid_request");
    assertThat(test.audited("session.ended")).hasSize(1);
  }

  @Test
  @DisplayName("Neither tokens nor refusals enter the outbox, however many there are")
  void theOutboxIsNotFlooded() {
    int before = storage.outboxEvents().size();
    for (int i = 0; i < 20; i++) {
      assertThat(answer(grant(GRANT)).status()).isEqualTo(200);
      assertThat(answer(basic(Post.form("/token", GRANT), id, "x")).status()).isEqualTo(401);
    }
    gatehouse.maintenance().runNow("issued-tokens");
    assertThat(test.audited("service.token_issued")).hasSize(1);
    assertThat(test.audited("service.refused")).hasSize(20);
    assertThat(storage.outboxEvents()).hasSize(before);
  }

  @Test
  @DisplayName("A service may ask what a token is good for once a role says so")
  void aRoleLetsAServiceIntrospect() {
    Subject service = letIntrospect();
    assertThat(answer(introspect("junk")).status()).isEqualTo(200);
    assertThat(gatehouse
            .services()
            .delete(reports.service().id(), Actor.system("test"), ClientInfo.none()))
        .isTrue();
    assertThat(gatehouse.roleAssignments().of(service))
        .as("roles go with the service")
        .isEmpty();
  }

  /** Gives the service a role that may introspect, and returns the service. */
  private Subject letIntrospect() {
    gatehouse
        .roles()
        .create(
            RoleDefinition.of("inspector").permitting("auth.tokens:introspect"),
            Actor.system("test"),
            ClientInfo.none());
    Subject service = Subject.service(reports.service().id());
    gatehouse
        .roleAssignments()
        .assign(RoleGrant.of(service, "inspector"), Actor.system("test"), ClientInfo.none());
    return service;
  }

  private Tokens person() {
    return test.signedIn(
            "ann" + UUID.randomUUID() + "@example.com", Secret.of("a heron at the mill pond"))
        .tokens();
  }

  private Post grant(String form) {
    return basic(Post.form("/token", form), id, secret);
  }

  private Post introspect(String token) {
    return basic(Post.form("/introspect", "token=" + token), id, secret);
  }

  private static Post basic(Post post, String user, String password) {
    String pair = encode(user) + ":" + encode(password);
    return post.header(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private static String inForm(String user, String password) {
    return "&client_id=" + encode(user) + "&client_secret=" + encode(password);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void assertError(Post post, int status, String error) {
    HttpResponse answer = answer(post);
    assertThat(answer.status()).as(post.form()).isEqualTo(status);
    assertThat(members(answer))
        .as(post.form())
        .containsOnlyKeys("error", "error_description")
        .containsEntry("error", error);
    assertThat(String.valueOf(members(answer).get("error_description")))
        .as("RFC 6749, 5.2")
        .matches("[ !#-\\[\\]-~]+");
  }

  private HttpResponse answer(HttpRequest request) {
    return ((GateResult.Answer) gatehouse.http().handle(request)).response();
  }

  private static Map<String, Object> members(HttpResponse answer) {
    return Json.read(answer.body());
  }
}
