package dev.gatehouse.testkit.scenario;

import static dev.gatehouse.testkit.scenario.ApiKeyScenario.codeOf;
import static dev.gatehouse.testkit.scenario.ApiKeyScenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.RoleHeld;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleDefinition;
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
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must not happen to API keys: the rows KEY-* of the abuse catalogue, and their neighbourhood. */
public interface ApiKeyAttackScenarios extends ApiKeyScenario {

  private static NewApiKey reading() {
    return NewApiKey.named("child").withPermissions("auth.users:read");
  }

  @Test
  @DisplayName("KEY-01: nobody makes a key for another person, nor does a key, nor nobody")
  default void nobodyElseIsGivenAKey() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      UserId bob = test.verified("bob@example.com", OTHER_PASSWORD).id();
      ApiKeyId key = readingKey(test, owner).key().id();
      assertThat(creation(test, bob, reading(), Actor.apiKey(key)))
          .contains(ErrorCode.PERMISSION_DENIED);
      assertThat(creation(test, bob, NewApiKey.named("x"), Actor.user(owner)))
          .contains(ErrorCode.PERMISSION_DENIED);
      assertThat(codeOf(() -> keys(test).rotate(key, Actor.user(bob), BROWSER)))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(creation(test, owner, NewApiKey.named("x"), Actor.anonymous()))
          .contains(ErrorCode.PERMISSION_DENIED);
      assertThat(creation(test, owner, reading(), Actor.apiKey(new ApiKeyId(UUID.randomUUID()))))
          .contains(ErrorCode.PERMISSION_DENIED);
      assertThat(creation(test, new UserId(UUID.randomUUID()), reading(), SETUP))
          .contains(ErrorCode.NOT_FOUND);
      assertThat(keys(test).list(ApiKeyQuery.all()).keys()).hasSize(1);
    }
  }

  /** Returns the code with which a creation is refused; empty if it succeeds. */
  private Optional<ErrorCode> creation(
      TestGatehouse test, UserId owner, NewApiKey wanted, Actor by) {
    try {
      keys(test).create(Subject.user(owner), wanted, by, BROWSER);
      return Optional.empty();
    } catch (AuthException e) {
      return Optional.of(e.code());
    }
  }

  @Test
  @DisplayName(
      "KEY-02: nobody grants to a key what they do not hold, by permission, wildcard or role")
  default void aKeyIsNeverWiderThanItsCreator() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      Actor self = Actor.user(owner);
      for (String wide :
          List.of("auth.users:write", "auth.users:*", "*:read", "*:*", "auth.users:read:all")) {
        assertThat(creation(test, owner, NewApiKey.named("wide").withPermissions(wide), self))
            .as(wide)
            .contains(ErrorCode.PERMISSION_NOT_HELD);
      }
      assertThat(creation(test, owner, NewApiKey.named("wide").withRoles("writer"), self))
          .contains(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(creation(test, owner, NewApiKey.named("later").withRoles("not-yet"), self))
          .contains(ErrorCode.VALIDATION_FAILED);
      assertThat(creation(test, owner, NewApiKey.named("fits").withRoles("reader"), self))
          .isEmpty();
      assertThat(test.audited("access.denied"))
          .hasSize(6)
          .extracting(AuditRecord::outcome)
          .containsOnly("permission_not_held");
    }
  }

  @Test
  @DisplayName(
      "KEY-02: an update widens a key no further than its actor may go, and may always narrow it")
  default void anUpdateDoesNotWidenAKey() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      give(test, owner, "writer");
      IssuedApiKey key = issue(
          test,
          owner,
          NewApiKey.named("both").withPermissions("auth.users:read", "auth.users:write"));
      take(test, owner, "writer");
      UnaryOperator<ApiKeySettings> wider =
          settings -> settings.withPermissions("auth.users:read", "auth.users:write", "*:*");
      assertThat(codeOf(() -> keys(test).update(key.key().id(), wider, Actor.user(owner), BROWSER)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      keys(test).update(key.key().id(), s -> s.withName("renamed"), Actor.user(owner), BROWSER);
      assertThat(refusal(present(test, key.secret(), WRITE)))
          .contains(KeyRefusal.PERMISSION_MISSING);
    }
  }

  @Test
  @DisplayName("KEY-02: whoever rotates somebody else's key must hold all that it was granted")
  default void aRotationHandsNobodyElsesRightsOver() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      give(test, owner, "writer");
      UserId bob = test.verified("bob@example.com", OTHER_PASSWORD).id();
      give(test, bob, "reader");
      IssuedApiKey key =
          issue(test, owner, NewApiKey.named("w").withPermissions("auth.users:write"));
      assertThat(codeOf(() -> keys(test).rotate(key.key().id(), Actor.user(bob), BROWSER)))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(keys(test)
              .rotate(key.key().id(), Actor.user(owner), BROWSER)
              .key()
              .owner())
          .isEqualTo(Subject.user(owner));
    }
  }

  @Test
  @DisplayName(
      "KEY-01, KEY-05: a key makes no keys and changes none, so that it cannot shed its bounds")
  default void aKeyDoesNotEscapeItsBounds() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey plain = issue(test, owner, reading().expiringIn(Duration.ofHours(1)));
      Actor asPlain = Actor.apiKey(plain.key().id());
      assertThat(creation(test, owner, reading().expiringIn(Duration.ofMinutes(1)), asPlain))
          .contains(ErrorCode.PERMISSION_DENIED);
      requireUnchangeable(test, plain.key().id(), asPlain);
    }
  }

  private void requireUnchangeable(TestGatehouse test, ApiKeyId id, Actor key) {
    assertThat(codeOf(() -> keys(test).update(id, s -> s.withName("x"), key, BROWSER)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(codeOf(() -> keys(test).expireIn(id, Duration.ofDays(300), key, BROWSER)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(codeOf(() -> keys(test).rotate(id, key, BROWSER)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(codeOf(() -> test.gatehouse().apiKeyCredits().add(id, 1, key, BROWSER)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(
            codeOf(() -> test.gatehouse().apiKeyCredits().set(id, Optional.empty(), key, BROWSER)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  @DisplayName(
      "KEY-02: a role that a live key names is not deleted, so that no later role of that name is the key's")
  default void aRoleOfAKeyStays() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      role(test, "brief", "auth.users:write");
      IssuedApiKey key = keys(test)
          .create(Subject.user(owner), NewApiKey.named("x").withRoles("brief"), SETUP, NONE);
      assertThat(codeOf(() -> test.gatehouse().roles().delete("brief", SETUP, NONE)))
          .isEqualTo(ErrorCode.ROLE_IN_USE);
      assertThat(codeOf(() -> test.gatehouse().roles().deleteWithAssignments("brief", SETUP, NONE)))
          .isEqualTo(ErrorCode.ROLE_IN_USE);
      keys(test).update(key.key().id(), s -> s.withRoles(Set.of()), SETUP, NONE);
      test.gatehouse().roles().delete("brief", SETUP, NONE);
      assertThat(codeOf(() ->
              keys(test).update(key.key().id(), s -> s.withRoles(Set.of("brief")), SETUP, NONE)))
          .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }
  }

  @Test
  @DisplayName(
      "KEY-02: a key names a role, and has those that it includes, as long as its owner has them")
  default void aKeyHasIncludedRoles() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      role(test, "clerk");
      test.gatehouse().roles().create(RoleDefinition.of("boss").including("clerk"), SETUP, NONE);
      give(test, owner, "boss");
      IssuedApiKey key = issue(test, owner, NewApiKey.named("x").withRoles("boss"));
      ApiKeyPrincipal principal = ((Verification.Accepted) present(test, key.secret())).principal();
      assertThat(test.gatehouse().guard().refusal(principal, List.of(RoleHeld.of("clerk"))))
          .isEmpty();
      take(test, owner, "boss");
      assertThat(test.gatehouse().guard().refusal(principal, List.of(RoleHeld.of("clerk"))))
          .isPresent();
    }
  }

  @Test
  @DisplayName("KEY-02: a person's key cannot be detached from the person's rights")
  default void onlyServicesDetach() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      NewApiKey detached = reading().with(settings -> settings.withDetached(true));
      assertThat(creation(test, owner, detached, SETUP)).contains(ErrorCode.VALIDATION_FAILED);
      ApiKeyId key = readingKey(test, owner).key().id();
      assertThat(codeOf(() -> keys(test).update(key, s -> s.withDetached(true), SETUP, NONE)))
          .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }
  }

  @Test
  @DisplayName("KEY-03: an owner who may not act is given no key")
  default void aBlockedOwnerIsGivenNoKey() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      change(test, owner, UserStatus.BLOCKED);
      assertThat(creation(test, owner, reading(), SETUP)).contains(ErrorCode.NOT_FOUND);
    }
  }

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
