package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.GateScenario.apiKey;
import static dev.gatehouse.contract.scenario.GateScenario.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.TokenPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every status of a person, for their token, for the token of a service that acts for them, and for their keys of every
 * status. Both statuses are taken from their enums: a new one does not compile until somebody has said what becomes of it.
 */
public interface GatePersonScenarios extends GateScenario {

  @Test
  @DisplayName(
      "KEY-03 every status of a person x their token, a token on their behalf, and their key of every status")
  default void everyStatusOfAPersonAndOfTheirKeys() {
    StringBuilder table = new StringBuilder(1024);
    for (UserStatus status : UserStatus.values()) {
      try (TestGatehouse test = start()) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        credentials(test, status)
            .forEach((name, headers) -> verdicts.put(name, verdict(test, headers)));
        table.append(word(status)).append(":\n").append(GateScenario.byAnswer(verdicts));
      }
    }
    assertThat(table.toString()).isEqualTo(EXPECTED_OF_PEOPLE);
  }

  private Map<String, String[]> credentials(TestGatehouse test, UserStatus status) {
    return switch (status) {
      case PENDING -> ofSomebodyPending(test);
      case ACTIVE, PAUSED, BLOCKED, CLOSED -> ofSomebodyWhoseStatusChanges(test, status);
    };
  }

  private Map<String, String[]> ofSomebodyWhoseStatusChanges(
      TestGatehouse test, UserStatus status) {
    UserId alice = reader(test);
    Map<String, String[]> credentials = new LinkedHashMap<>();
    Map<String, IssuedApiKey> keys = keysOfEveryStatus(test, alice);
    Tokens login = signIn(test, ALICE, PASSWORD);
    IssuedSecret reports = registered(test, "reports");
    give(test, Subject.service(reports.service().id()), "reader");
    credentials.put("token", bearer(login.access()));
    credentials.put("token on behalf", bearer(onBehalfOf(test, login, reports, HERE)));
    keys.forEach((name, key) -> credentials.put(name, apiKey(key.secret())));
    credentials.forEach((name, headers) -> {
      boolean works = !name.startsWith("key") || name.matches("key (active|rotating)");
      assertThat(ask(test, "/read", headers).equals("200")).as(name).isEqualTo(works);
    });
    change(test, alice, status);
    return credentials;
  }

  /**
   * Nobody who is pending can log in or make a key, and nobody who was active becomes pending again. So their session does
   * not exist, though the token is genuinely signed, and their keys are put into the store by force.
   */
  private Map<String, String[]> ofSomebodyPending(TestGatehouse test) {
    reader(test);
    User bob = test.registered("bob@example.com", PASSWORD);
    give(test, bob.id(), "reader");
    assertThat(bob.status()).isEqualTo(UserStatus.PENDING);
    assertThat(catchThrowable(() -> signIn(test, "bob@example.com", PASSWORD)))
        .isInstanceOf(AssertionError.class);
    assertThat(ApiKeyScenario.codeOf(() -> readingKey(test, bob.id())))
        .isEqualTo(ErrorCode.NOT_FOUND);
    Secret token = signed(test, bob.id());
    assertThat(ApiKeyScenario.codeOf(() -> test.gatehouse()
            .tokenServices()
            .issuer()
            .issueOnBehalfOf(token, proven(test, registered(test, "reports")), Optional.of(HERE))))
        .isEqualTo(ErrorCode.MALFORMED_REQUEST);
    Map<String, String[]> credentials = new LinkedHashMap<>();
    credentials.put("token", bearer(token));
    try (TestGatehouse elsewhere = TestGatehouse.inMemory()) {
      keysOfEveryStatus(elsewhere, reader(elsewhere)).forEach((name, key) -> {
        moved(test, now(elsewhere, key.key()), bob.id(), key.secret());
        credentials.put(name, apiKey(key.secret()));
      });
      test.clock().set(elsewhere.clock().instant());
    }
    return credentials;
  }

  private static Secret signed(TestGatehouse test, UserId person) {
    AccessTokens tokens = new AccessTokens(
        TokenPolicy.standard(HERE, HERE),
        test.gatehouse().signingKeys(),
        test.clock(),
        new Ids(test.clock(), RandomSource.secure()));
    SessionId session = new SessionId(person.value());
    return tokens.issue(
        tokens.claims(person, session, 0, 0, Set.of("pwd"), test.clock().instant()));
  }

  private static void moved(TestGatehouse test, ApiKey key, UserId owner, Secret secret) {
    ApiKey theirs = new ApiKey(
        key.id(),
        key.family(),
        Subject.user(owner),
        key.start(),
        key.settings(),
        key.status(),
        key.statusReason(),
        key.createdAt(),
        key.expiresAt(),
        key.rotatedFrom(),
        key.lastUsedAt(),
        key.lastUsedAddress(),
        key.version());
    assertThat(test.storage()
            .apiKeys()
            .insert(theirs, Digest.of(secret.reveal()), Optional.empty(), 100))
        .isTrue();
  }

  /** A key of each status, and one whose time is over. */
  private Map<String, IssuedApiKey> keysOfEveryStatus(TestGatehouse test, UserId owner) {
    Map<String, IssuedApiKey> made = new LinkedHashMap<>();
    for (ApiKeyStatus status : ApiKeyStatus.values()) {
      made.put("key " + word(status), keyOf(test, owner, status));
    }
    NewApiKey brief = NewApiKey.named("brief").withPermissions("auth.users:read");
    made.put("key expired", issue(test, owner, brief.expiringIn(Duration.ofMinutes(1))));
    test.clock().advance(Duration.ofMinutes(1));
    return made;
  }

  private IssuedApiKey keyOf(TestGatehouse test, UserId owner, ApiKeyStatus status) {
    Actor self = Actor.user(owner);
    IssuedApiKey made = readingKey(test, owner);
    Object unused = switch (status) {
      case ACTIVE -> made;
      case DISABLED -> keys(test).disable(made.key().id(), "", self, BROWSER);
      case ROTATING -> keys(test).rotate(made.key().id(), Duration.ofHours(1), self, BROWSER);
      case REVOKED -> keys(test).revoke(made.key().id(), "", self, BROWSER);
      case QUARANTINED -> keys(test).quarantine(made.key().id(), "", SETUP, NONE);
    };
    assertThat(now(test, made.key()).status()).isEqualTo(status);
    return made;
  }

  private static String word(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  @Test
  @DisplayName("KEY-02 a right that the owner loses is lost to the key at once")
  default void aRightThatTheOwnerLosesIsLostToTheKey() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      String[] key = apiKey(readingKey(test, alice).secret());
      assertThat(ask(test, "/read", key)).isEqualTo("200");
      take(test, alice, "reader");
      assertThat(ask(test, "/read", key)).isEqualTo("403 permission_denied");
      give(test, alice, "reader");
      assertThat(ask(test, "/read", key)).isEqualTo("200");
    }
  }

  /** What becomes of each credential; a change of status, to the same one too, ends all sessions. */
  String EXPECTED_OF_PEOPLE = """
      pending:
        401 access_token_invalid: token
        401 api_key_revoked: key active, key disabled, key rotating, key revoked, key quarantined
        401 api_key_expired: key expired
      active:
        401 session_ended: token, token on behalf
        200: key active, key rotating
        401 api_key_revoked: key disabled, key revoked, key quarantined
        401 api_key_expired: key expired
      paused:
        401 session_ended: token, token on behalf
        401 api_key_revoked: key active, key disabled, key rotating, key revoked, key quarantined
        401 api_key_expired: key expired
      blocked:
        401 session_ended: token, token on behalf
        401 api_key_revoked: key active, key disabled, key rotating, key revoked, key quarantined
        401 api_key_expired: key expired
      closed:
        401 session_ended: token, token on behalf
        401 api_key_revoked: key active, key disabled, key rotating, key revoked, key quarantined
        401 api_key_expired: key expired
      """;
}
