package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People and programs at one route, each with what they may do. */
final class JournalTest {
  private static final String SECRET = "dGhpcyBzZWNyZXQgaXMgZm9yIHRlc3RzIGFuZCBub3RoaW5nIGVsc2U=";
  private static final String ANN = "ann@example.com";
  private static final String ROOT = "root@example.com";
  private static final Map<String, Object> ENTRY = Map.of("text", "The swifts are back.");

  private final CapturedMail mail = new CapturedMail();
  private Fieldnotes fieldnotes;
  private Gatehouse gatehouse;
  private Visitor visitor;

  @BeforeEach
  void start() throws Exception {
    fieldnotes = Fieldnotes.start(
        0,
        TestPostgres.newDatabase(),
        Secret.of(SECRET),
        mail,
        Map.of(),
        Optional.empty(),
        (context, started) -> {
          gatehouse = started;
          DevTools.install(
              context, started, new DevOutbox(InstantSource.system()), Optional.empty());
        });
    visitor = new Visitor(fieldnotes.url(), mail);
  }

  @AfterEach
  void stop() {
    fieldnotes.close();
  }

  @Test
  void whoeverLacksThePermissionIsToldWhichPersonOrProgram() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    String key = token(makeKey(ann, List.of()));

    for (String credential : List.of(ann, key)) {
      assertDenied(visitor.get("/journal", credential), "journal:read");
      assertDenied(visitor.post("/journal", credential, ENTRY), "journal:write");
    }
    assertThat(visitor.get("/journal", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aPersonAndTheirKeyWriteAtTheSameRoute() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    give(ANN, "writer");
    String key = token(makeKey(ann, List.of("journal:write")));

    assertThat(visitor.post("/journal", ann, ENTRY).statusCode()).isEqualTo(201);
    assertThat(visitor.post("/journal", key, ENTRY).statusCode()).isEqualTo(201);
    assertDenied(visitor.get("/journal", key), "journal:read");
    assertThat(visitor.get("/journal", ann).body())
        .contains("\"byline\":\"weather station\"", "key_");
  }

  @Test
  void nobodyGivesAKeyWhatTheyDoNotHold() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);

    HttpResponse<String> refused = makeKey(ann, List.of("journal:write"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("permission_not_held");
  }

  @Test
  void aKeyLosesWithItsOwnerWhatItWasGiven() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    give(ANN, "reader");
    String key = token(makeKey(ann, List.of("journal:read")));
    assertThat(visitor.get("/journal", key).statusCode()).isEqualTo(200);

    give(ANN);
    assertDenied(visitor.get("/journal", key), "journal:read");

    give(ANN, "reader");
    visitor.post("/demo/block", "", Map.of("email", ANN));
    assertThat(visitor.get("/journal", key).body()).contains("api_key_revoked");
  }

  @Test
  void bothKeysWorkWhileARotationOverlaps() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    give(ANN, "reader");
    HttpResponse<String> made = makeKey(ann, List.of("journal:read"));
    String rotate =
        "/auth/api-keys/" + ((Map<?, ?>) Visitor.json(made).get("key")).get("id") + "/rotate";

    String next = token(visitor.post(rotate, ann, Map.of("overlap", "PT1H")));

    for (String key : List.of(token(made), next)) {
      assertThat(visitor.get("/journal", key).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void notesAreForPeopleAlone() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    String key = token(makeKey(ann, List.of()));

    assertThat(visitor.get("/notes", key).statusCode()).isEqualTo(403);
    assertThat(visitor.get("/rights", key).statusCode()).isEqualTo(403);
  }

  @Test
  void anAdministratorAppointedAtTheDeskGivesRoles() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    String root = visitor.registeredAndLoggedIn(ROOT);
    String roles = "/auth/admin/api/users/" + id(ANN) + "/roles";
    Map<String, Object> writer = Map.of("roles", List.of("writer"));
    assertDenied(visitor.send("PUT", roles, root, writer), "auth.roles:assign");

    visitor.post("/demo/appoint", "", Map.of("email", ROOT));

    assertThat(visitor.send("PUT", roles, root, writer).statusCode()).isEqualTo(200);
    assertThat(visitor.get("/rights", ann).body())
        .isEqualTo("{\"permissions\":[\"journal:read\",\"journal:write\"]}");
  }

  private HttpResponse<String> makeKey(String access, List<String> permissions) throws Exception {
    Map<String, Object> wanted = Map.of("name", "weather station", "permissions", permissions);
    return visitor.post("/auth/api-keys", access, wanted);
  }

  private static String token(HttpResponse<String> issued) {
    assertThat(issued.statusCode()).isEqualTo(201);
    return (String) Visitor.json(issued).get("token");
  }

  private void give(String email, String... roles) {
    Subject subject = Subject.user(id(email));
    gatehouse
        .roleAssignments()
        .replace(subject, Set.of(roles), "", Actor.system("test"), ClientInfo.none());
  }

  private UserId id(String email) {
    return gatehouse.users().findByEmail(email).orElseThrow().id();
  }

  private static void assertDenied(HttpResponse<String> refused, String missing) {
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains("\"code\":\"permission_denied\"", "\"missing\":[\"" + missing + "\"]");
  }
}
