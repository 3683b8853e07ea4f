package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.ApiKeyScenario.codeOf;
import static dev.gatehouse.contract.scenario.ApiKeyScenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must not happen to API keys: the rows KEY-* of the abuse catalogue, and their neighbourhood. */
public interface ApiKeyAttackScenarios extends ApiKeyGrantScenarios {
  @Test
  @DisplayName("KEY-04: no other text than the key itself is accepted, and all are refused alike")
  default void nothingButTheKeyIsTheKey() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      String key = readingKey(test, owner).secret().reveal();
      String another = readingKey(test, owner).secret().reveal();
      int cut = key.length() - 10;
      List<String> others = List.of(
          "",
          key.substring(1),
          key.substring(0, key.length() - 1),
          key + "x",
          key + "\n",
          ' ' + key,
          key.toUpperCase(java.util.Locale.ROOT),
          key.replace("live", "test"),
          "xx" + key.substring(2),
          key.substring(0, cut) + another.substring(cut),
          key.replace('_', '-'),
          key.substring(0, cut) + '\u0660' + key.substring(cut + 1),
          "x".repeat(1 << 20));
      for (String other : others) {
        Verification refused = present(test, Secret.of(other));
        assertThat(refusal(refused)).contains(KeyRefusal.MALFORMED);
        assertThat(((Verification.Refused) refused).exception().details()).isEmpty();
      }
      Verification unknown = present(test, unknownKey(test));
      assertThat(refusal(unknown)).contains(KeyRefusal.UNKNOWN);
      AuthException told = ((Verification.Refused) unknown).exception();
      AuthException junk = ((Verification.Refused) present(test, Secret.of("junk"))).exception();
      assertThat(told.code()).isEqualTo(junk.code()).isEqualTo(ErrorCode.INVALID_API_KEY);
      assertThat(told.detail()).isEqualTo(junk.detail());
      assertThat(told.details()).isEqualTo(junk.details());
    }
  }

  /** Returns a well-formed key that this Gatehouse has never issued. */
  private Secret unknownKey(TestGatehouse test) {
    try (TestGatehouse elsewhere = TestGatehouse.inMemory()) {
      UserId owner = reader(elsewhere);
      Secret foreign = readingKey(elsewhere, owner).secret();
      assertThat(test.gatehouse().apiKeyFormat().isWellFormed(foreign.reveal())).isTrue();
      return foreign;
    }
  }

  @Test
  @DisplayName(
      "KEY-05: a key opens neither the slot of an access token nor that of a refresh token")
  default void aKeyIsNoSession() {
    try (TestGatehouse test = start()) {
      Secret key = readingKey(test, reader(test)).secret();
      assertThat(test.gatehouse().authenticator().authenticate(key))
          .isInstanceOf(Authentication.Refused.class);
      assertThat(test.gatehouse().refresh().refresh(key, BROWSER))
          .isInstanceOf(RefreshResult.Refused.class);
    }
  }

  @Test
  @DisplayName("KEY-07: of 16 parallel rotations of one key, one makes a successor")
  default void parallelRotationsMakeOneSuccessor() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      List<Optional<ErrorCode>> outcomes = Racing.together(16, () -> {
        try {
          keys(test).rotate(key.key().id(), Actor.user(owner), BROWSER);
          return Optional.<ErrorCode>empty();
        } catch (AuthException e) {
          return Optional.of(e.code());
        }
      });
      assertThat(outcomes).containsOnlyOnce(Optional.empty());
      assertThat(Collections.frequency(outcomes, Optional.of(ErrorCode.VERSION_CONFLICT)))
          .isEqualTo(15);
      assertThat(keys(test).list(ApiKeyQuery.of(Subject.user(owner))).keys()).hasSize(2);
    }
  }

  @Test
  @DisplayName("KEY-09, KEY-11: the secret is in the answer to the creation and nowhere else")
  default void theSecretIsShownOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      String secret = key.secret().reveal();
      String random = secret.substring(secret.indexOf('_', 4) + 1, secret.lastIndexOf('_'));
      assertThat(random).hasSize(43);
      List<String> seen = new ArrayList<>();
      seen.add(key.toString());
      seen.add(
          keys(test).rotate(key.key().id(), Actor.user(owner), BROWSER).former().toString());
      seen.add(keys(test).list(ApiKeyQuery.all()).toString());
      seen.add(present(test, key.secret()).toString());
      for (String type : List.of("api_key.created", "api_key.rotated")) {
        test.audited(type).forEach(event -> seen.add(event.data().toString()));
      }
      assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContain(random.substring(4)));
      assertThat(key.key().start()).isEqualTo("ak_live_" + random.substring(0, 4));
    }
  }

  @Test
  @DisplayName("of 40 parallel creations at the limit of 25 live keys, exactly 25 succeed")
  default void parallelCreationsStopAtTheLimit() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      List<Optional<ErrorCode>> outcomes =
          Racing.together(40, () -> creation(test, owner, NewApiKey.named("x"), Actor.user(owner)));
      assertThat(Collections.frequency(outcomes, Optional.empty())).isEqualTo(25);
      assertThat(Collections.frequency(outcomes, Optional.of(ErrorCode.LIMIT_REACHED)))
          .isEqualTo(15);
      ApiKeyId one = keys(test).list(ApiKeyQuery.all()).keys().get(0).id();
      keys(test).revoke(one, "", Actor.user(owner), BROWSER);
      assertThat(creation(test, owner, NewApiKey.named("x"), Actor.user(owner))).isEmpty();
    }
  }

  @Test
  @DisplayName("KEY-07: a key has one successor, also if it is quarantined during its overlap")
  default void aQuarantineIsNoWayToASecondSuccessor() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      keys(test).rotate(key.key().id(), Actor.user(owner), BROWSER);
      keys(test).quarantine(key.key().id(), "leaked", Actor.user(owner), BROWSER);
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.REVOKED);
      assertThat(codeOf(() -> keys(test).rotate(key.key().id(), Actor.user(owner), BROWSER)))
          .isEqualTo(ErrorCode.VERSION_CONFLICT);
      assertThat(keys(test).list(ApiKeyQuery.of(Subject.user(owner))).keys()).hasSize(1);
    }
  }

  @Test
  default void settingsOutOfBoundsAreRefusedAndNothingIsKept() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      Map<String, String> facts = new java.util.HashMap<>();
      IntStream.range(0, 51).forEach(i -> facts.put("f" + i, ""));
      List<Permission> many =
          IntStream.range(0, 1001).mapToObj(i -> Permission.parse("r:a" + i)).toList();
      List<NewApiKey> wrong = List.of(
          NewApiKey.named(""),
          NewApiKey.named(" \u00a0 ".strip()),
          NewApiKey.named("x".repeat(65)),
          NewApiKey.named("two\nlines"),
          NewApiKey.named("nul\0"),
          NewApiKey.named("half \ud800"),
          NewApiKey.named("x").with(s -> s.withMetadata(facts)),
          NewApiKey.named("x").with(s -> s.withMetadata(Map.of("a", "x".repeat(501)))),
          NewApiKey.named("x").with(s -> s.withMetadata(Map.of("a", "nul\0"))),
          NewApiKey.named("x").with(s -> s.withPermissions(many)),
          NewApiKey.named("x").with(s -> s.withRoles(List.of("r".repeat(65)))),
          NewApiKey.named("x").expiringIn(Duration.ZERO),
          NewApiKey.named("x").expiringIn(Duration.ofDays(365).plusNanos(1)),
          NewApiKey.named("x").neverExpiring());
      for (NewApiKey one : wrong) {
        assertThat(creation(test, owner, one, SETUP))
            .as(one.toString())
            .contains(ErrorCode.VALIDATION_FAILED);
      }
      assertThat(keys(test).list(ApiKeyQuery.all()).keys()).isEmpty();
      ApiKeyId key = readingKey(test, owner).key().id();
      for (Duration overlap : List.of(Duration.ofNanos(-1), Duration.ofDays(30).plusNanos(1))) {
        assertThat(codeOf(() -> keys(test).rotate(key, overlap, SETUP, NONE)))
            .isEqualTo(ErrorCode.VALIDATION_FAILED);
      }
      assertThatIllegalArgumentException().isThrownBy(() -> ApiKeyQuery.all().atMost(201));
    }
  }
}
