package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Json;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How to test an application that embeds Gatehouse: start it on any free port with a database of the test's own, let
 * {@link CapturedMail} take the mails, and talk to it the way its users do.
 */
final class FieldnotesTest {
  private static final String SECRET = "dGhpcyBzZWNyZXQgaXMgZm9yIHRlc3RzIGFuZCBub3RoaW5nIGVsc2U=";
  private static final String ANN = "ann@example.com";
  private static final String PASSWORD = "a heron at the mill pond";

  private final HttpClient http = HttpClient.newHttpClient();
  private final CapturedMail mail = new CapturedMail();
  private Fieldnotes fieldnotes;

  @BeforeEach
  void start() throws Exception {
    fieldnotes = Fieldnotes.start(
        0,
        TestPostgres.newDatabase(),
        Secret.of(SECRET),
        mail,
        Map.of(),
        (context, gatehouse) -> {});
  }

  @AfterEach
  void stop() {
    fieldnotes.close();
  }

  @Test
  void somebodyRegistersProvesTheAddressLogsInAndKeepsANote() throws Exception {
    String access = registeredAndLoggedIn(ANN);

    assertThat(post("/notes", access, Map.of("text", "A heron.")).statusCode()).isEqualTo(201);
    assertThat(get("/notes", access).body()).contains("A heron.", "usr_");
  }

  @Test
  void nobodyLogsInBeforeTheAddressIsProven() throws Exception {
    register(ANN);
    mail.awaitTo(ANN);

    HttpResponse<String> refused = login(ANN);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("\"code\":\"invalid_credentials\"");
  }

  @Test
  void openingTheLinkOfAMailConsumesNothing() throws Exception {
    register(ANN);
    URI link = URI.create(CapturedMail.link(mail.awaitTo(ANN)));

    assertThat(get(link.getPath(), "").statusCode()).isEqualTo(200);
    assertThat(get(link.getPath(), "").body()).contains("Confirm my address");

    assertThat(verify(ANN).statusCode()).isEqualTo(200);
  }

  @Test
  void notesAreRefusedToWhoeverIsNotLoggedIn() throws Exception {
    assertThat(get("/notes", "").statusCode()).isEqualTo(401);
    assertThat(post("/notes", "", Map.of("text", "mine?")).statusCode()).isEqualTo(401);
  }

  @Test
  void nobodySeesOrRemovesTheNotesOfSomebodyElse() throws Exception {
    String ann = registeredAndLoggedIn(ANN);
    String bob = registeredAndLoggedIn("bob@example.com");
    post("/notes", ann, Map.of("text", "A heron."));

    assertThat(get("/notes", bob).body()).contains("\"notes\":[]");
    assertThat(send(request("/notes/1", bob).DELETE()).statusCode()).isEqualTo(404);
    assertThat(get("/notes", ann).body()).contains("A heron.");
  }

  @Test
  void aNoteWithoutTextPointsAtTheField() throws Exception {
    HttpResponse<String> refused =
        post("/notes", registeredAndLoggedIn(ANN), Map.of("text", "   "));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("\"pointer\":\"/text\"");
  }

  @Test
  void theDevelopmentToolsAreNotPartOfTheApplication() throws Exception {
    assertThat(get("/outbox.json", "").body()).doesNotContain("mails");
    assertThat(post("/demo/block", "", Map.of("email", ANN)).statusCode()).isNotEqualTo(200);
  }

  private String registeredAndLoggedIn(String email) throws Exception {
    register(email);
    verify(email);
    Map<String, Object> answer = Json.read(login(email).body().getBytes(StandardCharsets.UTF_8));
    return (String) ((Map<?, ?>) answer.get("tokens")).get("accessToken");
  }

  private void register(String email) throws Exception {
    Map<String, Object> body = Map.of("email", email, "password", PASSWORD);
    assertThat(post("/auth/register", "", body).statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> verify(String email) throws Exception {
    String token = CapturedMail.token(mail.awaitTo(email));
    return post("/auth/verify-email", "", Map.of("token", token));
  }

  private HttpResponse<String> login(String email) throws Exception {
    return post("/auth/login", "", Map.of("login", email, "password", PASSWORD));
  }

  private HttpResponse<String> get(String path, String access) throws Exception {
    return send(request(path, access).GET());
  }

  private HttpResponse<String> post(String path, String access, Map<String, Object> body)
      throws Exception {
    return send(request(path, access)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Json.write(body))));
  }

  private HttpRequest.Builder request(String path, String access) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fieldnotes.url() + path));
    return access.isEmpty() ? request : request.header("Authorization", "Bearer " + access);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
