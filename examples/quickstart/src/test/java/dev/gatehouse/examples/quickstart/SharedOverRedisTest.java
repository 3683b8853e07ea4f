package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application as {@code --redis} starts it: what it asks of PostgreSQL goes over a real Redis. */
final class SharedOverRedisTest {
  private static final Secret SECRET =
      Secret.of("dGhpcyBzZWNyZXQgaXMgZm9yIHRlc3RzIGFuZCBub3RoaW5nIGVsc2U=");

  @Test
  void limitsChangesAndCopiesGoOverRedis() throws Exception {
    CapturedMail mail = new CapturedMail();
    try (EmbeddedRedis redis = new EmbeddedRedis(SECRET);
        Fieldnotes fieldnotes = Fieldnotes.start(
            0,
            TestPostgres.newDatabase(),
            SECRET,
            mail,
            Map.of(),
            Optional.of(redis.redis()),
            (context, gatehouse) -> DevTools.install(
                context,
                gatehouse,
                new DevOutbox(InstantSource.system()),
                Optional.of(redis.redis())))) {
      Visitor visitor = new Visitor(fieldnotes.url(), mail);
      String access = visitor.registeredAndLoggedIn("ann@example.com");
      assertThat(visitor.get("/notes", access).statusCode()).isEqualTo(200);
      HttpResponse<String> fares = visitor.get("/demo/redis", access);
      assertThat(fares.body()).contains("\"used\":true", "\"answering\":true");
      assertThat(fares.body()).containsPattern("\"copiesMissed\":[1-9]");
      assertThat(visitor
              .post("/demo/block", access, Map.of("email", "ann@example.com"))
              .statusCode())
          .isEqualTo(200);
      assertThat(visitor.get("/notes", access).statusCode()).as("at once").isEqualTo(401);
    }
  }
}
