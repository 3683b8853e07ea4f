package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  private final CapturedMail mail = new CapturedMail();
  private Fieldnotes fieldnotes;
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
        (context, gatehouse) -> {});
    visitor = new Visitor(fieldnotes.url(), mail);
  }

  @AfterEach
  void stop() {
    fieldnotes.close();
  }

  @Test
  void somebodyRegistersProvesTheAddressLogsInAndKeepsANote() throws Exception {
    String access = visitor.registeredAndLoggedIn(ANN);

    assertThat(visitor.post("/notes", access, Map.of("text", "A heron.")).statusCode())
        .isEqualTo(201);
    assertThat(visitor.get("/notes", access).body()).contains("A heron.", "usr_");
  }

  @Test
  void nobodyLogsInBeforeTheAddressIsProven() throws Exception {
    visitor.register(ANN);
    mail.awaitTo(ANN);

    HttpResponse<String> refused = visitor.login(ANN);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("\"code\":\"invalid_credentials\"");
  }

  @Test
  void openingTheLinkOfAMailConsumesNothing() throws Exception {
    visitor.register(ANN);
    URI link = URI.create(CapturedMail.link(mail.awaitTo(ANN)));

    assertThat(visitor.get(link.getPath(), "").statusCode()).isEqualTo(200);
    assertThat(visitor.get(link.getPath(), "").body()).contains("Confirm my address");

    assertThat(visitor.verify(ANN).statusCode()).isEqualTo(200);
  }

  @Test
  void notesAreRefusedToWhoeverIsNotLoggedIn() throws Exception {
    assertThat(visitor.get("/notes", "").statusCode()).isEqualTo(401);
    assertThat(visitor.post("/notes", "", Map.of("text", "mine?")).statusCode()).isEqualTo(401);
  }

  @Test
  void nobodySeesOrRemovesTheNotesOfSomebodyElse() throws Exception {
    String ann = visitor.registeredAndLoggedIn(ANN);
    String bob = visitor.registeredAndLoggedIn("bob@example.com");
    visitor.post("/notes", ann, Map.of("text", "A heron."));

    assertThat(visitor.get("/notes", bob).body()).contains("\"notes\":[]");
    assertThat(visitor.send("DELETE", "/notes/1", bob, Map.of()).statusCode()).isEqualTo(404);
    assertThat(visitor.get("/notes", ann).body()).contains("A heron.");
  }

  @Test
  void aNoteWithoutTextPointsAtTheField() throws Exception {
    HttpResponse<String> refused =
        visitor.post("/notes", visitor.registeredAndLoggedIn(ANN), Map.of("text", "   "));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("\"pointer\":\"/text\"");
  }

  /** After a change of access that is meant, copy what the test found into the file, and let a reviewer see it. */
  @Test
  void whoMayAskForWhatIsAsCommitted() throws Exception {
    assertThat(fieldnotes.matrix())
        .isEqualTo(Files.readString(Path.of("src", "test", "resources", "access-matrix.md")));
  }

  @Test
  void theDevelopmentToolsAreNotPartOfTheApplication() throws Exception {
    assertThat(visitor.get("/outbox.json", "").body()).doesNotContain("mails");
    assertThat(visitor.post("/demo/block", "", Map.of("email", ANN)).statusCode())
        .isNotEqualTo(200);
  }
}
