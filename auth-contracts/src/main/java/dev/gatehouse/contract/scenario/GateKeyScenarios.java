package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.GateScenario.apiKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.Header;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of a key as its bearer sees it at the gate. */
public interface GateKeyScenarios extends GateScenario {

  @Test
  @DisplayName("KEY-03 every status of a key")
  default void everyStatusOfAKey() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      Actor self = Actor.user(alice);
      IssuedApiKey key = readingKey(test, alice);
      String[] old = apiKey(key.secret());
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      keys(test).disable(key.key().id(), "holiday", self, BROWSER);
      refusedEverywhere(test, "401 api_key_revoked", old);
      keys(test).enable(key.key().id(), self, BROWSER);
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      RotatedApiKey rotated = keys(test).rotate(key.key().id(), Duration.ofHours(1), self, BROWSER);
      String[] fresh = apiKey(rotated.secret());
      ROUTES.forEach(route -> assertThat(ask(test, route, old)).isEqualTo(ask(test, route, fresh)));
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      test.clock().advance(Duration.ofHours(1));
      refusedEverywhere(test, "401 api_key_expired", old);
      assertThat(ask(test, "/read", fresh)).isEqualTo("200");
      keys(test).quarantine(rotated.key().id(), "found on the web", SETUP, NONE);
      refusedEverywhere(test, "401 api_key_revoked", fresh);
      IssuedApiKey another = readingKey(test, alice);
      keys(test).revoke(another.key().id(), "done", self, BROWSER);
      refusedEverywhere(test, "401 api_key_revoked", apiKey(another.secret()));
      String[] last = apiKey(readingKey(test, alice).secret());
      test.clock().advance(Duration.ofDays(91));
      refusedEverywhere(test, "401 api_key_expired", last);
    }
  }

  @Test
  @DisplayName("KEY-04: a key in the query string is none, whatever the parameter is called")
  default void aKeyInTheQueryIsNone() {
    try (TestGatehouse test = start()) {
      String key = readingKey(test, reader(test)).secret().reveal();
      for (String name : List.of(
          "api_key",
          "apiKey",
          "api-key",
          "key",
          "X-Api-Key",
          "x-api-key",
          "access_token",
          "token")) {
        assertThat(ask(test, "/read?" + name + "=" + key))
            .as(name)
            .isEqualTo("401 authentication_required");
        assertThat(ask(test, "POST /read?" + name + "=" + key))
            .as(name)
            .isEqualTo("401 authentication_required");
      }
      assertThat(ask(test, "/read?api_key=" + key, "X-Api-Key: " + key)).isEqualTo("200");
    }
  }

  @Test
  @DisplayName(
      "the trail says which route a key was refused at and what it lacked, as it does of people")
  default void theTrailSaysWhyAKeyWasRefused() {
    try (TestGatehouse test = start()) {
      IssuedApiKey bare = issue(test, reader(test), NewApiKey.named("bare"));
      assertThat(ask(test, "/read", apiKey(bare.secret()))).isEqualTo("403 permission_denied");
      assertThat(test.audited("access.denied")).singleElement().satisfies(denied -> {
        assertThat(denied.actorId()).isEqualTo(bare.key().id().toString());
        assertThat(denied.data())
            .containsEntry("route", "* /read")
            .containsEntry("asked", "auth.users:read");
      });
      assertThat(test.audited("api_key.refused")).isEmpty();
    }
  }

  @Test
  @DisplayName("a key that was replaced is told when it ends, as an HTTP-date of two digits")
  default void aReplacedKeyIsToldItsEnd() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      IssuedApiKey key = readingKey(test, alice);
      test.clock().set(Instant.parse("2030-02-03T10:00:00Z"));
      RotatedApiKey unused =
          keys(test).rotate(key.key().id(), Duration.ofHours(1), Actor.user(alice), BROWSER);
      GateResult result = test.gatehouse()
          .http()
          .handle(new GateRequest("GET", "/read", List.of(apiKey(key.secret()))));
      assertThat(result)
          .isInstanceOfSatisfying(
              GateResult.Proceed.class,
              proceed -> assertThat(proceed.headers())
                  .contains(new Header("Sunset", "Sun, 03 Feb 2030 11:00:00 GMT")));
    }
  }
}
