package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.ApiKeyScenario.codeOf;
import static dev.gatehouse.contract.scenario.ApiKeyScenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.RoleHeld;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is given a key, and for what: the rows KEY-01 to KEY-03 of the abuse catalogue; part of {@link ApiKeyAttackScenarios}. */
public interface ApiKeyGrantScenarios extends ApiKeyScenario {
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
}
