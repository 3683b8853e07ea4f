package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.ApiKeyScenario.codeOf;
import static dev.gatehouse.contract.scenario.ApiKeyScenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyPage;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** API keys from issue to end. */
public interface ApiKeyScenarios extends ApiKeyScenario {

  @Test
  default void aNewKeyIsAcceptedAndSaysWhoseItIs() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey issued = readingKey(test, owner);
      Verification result = present(test, issued.secret(), READ);
      assertThat(result).isInstanceOf(Verification.Accepted.class);
      ApiKeyPrincipal principal = ((Verification.Accepted) result).principal();
      assertThat(principal.getName()).isEqualTo(issued.key().id().toString());
      assertThat(principal.userId()).contains(owner);
      assertThat(principal.isAuthenticated()).isTrue();
      assertThat(issued.key().expiresAt())
          .contains(issued.key().createdAt().plus(Duration.ofDays(90)));
      assertThat(test.audited("api_key.created"))
          .singleElement()
          .satisfies(event -> assertThat(event.data())
              .containsEntry("permissions", "auth.users:read")
              .containsEntry("key", issued.key().id().toString()));
    }
  }

  @Test
  default void aKeyMayDoWhatItWasGrantedAndItsOwnerMayStillDo() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(present(test, key.secret(), READ)).isInstanceOf(Verification.Accepted.class);
      Verification no = present(test, key.secret(), WRITE);
      assertThat(refusal(no)).contains(KeyRefusal.PERMISSION_MISSING);
      assertThat(((Verification.Refused) no).exception().details())
          .containsEntry("permission", "auth.users:write");
      take(test, owner, "reader");
      assertThat(refusal(present(test, key.secret(), READ)))
          .contains(KeyRefusal.PERMISSION_MISSING);
      assertThat(opens(test, key.secret())).isTrue();
      give(test, owner, "reader");
      assertThat(present(test, key.secret(), READ)).isInstanceOf(Verification.Accepted.class);
    }
  }

  @Test
  default void aKeyThatTheApplicationHasMadeGetsNoFurtherThanItsOwner() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      NewApiKey wanted = NewApiKey.named("wide").withPermissions("*:*");
      IssuedApiKey key = keys(test).create(Subject.user(owner), wanted, SETUP, NONE);
      assertThat(refusal(present(test, key.secret(), WRITE)))
          .contains(KeyRefusal.PERMISSION_MISSING);
      give(test, owner, "writer");
      assertThat(present(test, key.secret(), WRITE)).isInstanceOf(Verification.Accepted.class);
    }
  }

  @Test
  default void aRoleOnAKeyCountsAsLongAsTheOwnerHasIt() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = issue(test, owner, NewApiKey.named("role").withRoles("reader"));
      ApiKeyPrincipal principal = present(test, key.secret(), READ)
          .fold(Verification.Accepted::principal, no -> {
            throw new AssertionError("refused: " + no);
          });
      assertThat(test.gatehouse().apiKeyRights().allows(principal, READ)).isTrue();
      assertThat(test.gatehouse().apiKeyRights().allows(principal, WRITE)).isFalse();
      assertThat(test.gatehouse().apiKeyRights().hasRole(principal, "reader")).isTrue();
      assertThat(test.gatehouse().apiKeyRights().hasRole(principal, "writer")).isFalse();
      take(test, owner, "reader");
      assertThat(test.gatehouse().apiKeyRights().allows(principal, READ)).isFalse();
      assertThat(test.gatehouse().apiKeyRights().hasRole(principal, "reader")).isFalse();
    }
  }

  @Test
  default void aKeyWorksUntilTheInstantItExpiresAlsoWhenItIsCached() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      Duration life = Duration.ofSeconds(60);
      IssuedApiKey key = issue(test, owner, NewApiKey.named("short").expiringIn(life));
      assertThat(opens(test, key.secret())).isTrue();
      test.clock().advance(life.minusNanos(1));
      assertThat(opens(test, key.secret())).isTrue();
      test.clock().advance(Duration.ofNanos(1));
      Verification over = present(test, key.secret());
      assertThat(refusal(over)).contains(KeyRefusal.EXPIRED);
      assertThat(((Verification.Refused) over).code()).isEqualTo(ErrorCode.API_KEY_EXPIRED);
    }
  }

  @Test
  default void rotationLetsBothKeysWorkUntilTheOverlapEnds() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey first = readingKey(test, owner);
      RotatedApiKey second =
          keys(test).rotate(first.key().id(), Duration.ofHours(1), Actor.user(owner), BROWSER);
      assertThat(second.key().family()).isEqualTo(first.key().family());
      assertThat(second.key().rotatedFrom()).contains(first.key().id());
      assertThat(second.key().settings()).isEqualTo(first.key().settings());
      assertThat(opens(test, first.secret())).isTrue();
      assertThat(present(test, second.secret(), READ)).isInstanceOf(Verification.Accepted.class);
      test.clock().advance(Duration.ofHours(1));
      assertThat(refusal(present(test, first.secret()))).contains(KeyRefusal.OVERLAP_ENDED);
      assertThat(opens(test, second.secret())).isTrue();
      assertThat(test.audited("api_key.rotated"))
          .singleElement()
          .satisfies(event -> assertThat(event.data())
              .containsEntry("status.before", "active")
              .containsEntry("status.after", "rotating")
              .containsEntry("successor", second.key().id().toString()));
    }
  }

  @Test
  default void rotationWithoutOverlapEndsTheOldKeyAtOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey first = readingKey(test, owner);
      assertThat(opens(test, first.secret())).isTrue();
      RotatedApiKey second =
          keys(test).rotate(first.key().id(), Duration.ZERO, Actor.user(owner), BROWSER);
      assertThat(refusal(present(test, first.secret()))).contains(KeyRefusal.REVOKED);
      assertThat(opens(test, second.secret())).isTrue();
    }
  }

  @Test
  default void aSecondRotationWithinTheOverlapEndsTheOldest() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey first = readingKey(test, owner);
      RotatedApiKey second = keys(test).rotate(first.key().id(), Actor.user(owner), BROWSER);
      assertThat(opens(test, first.secret())).isTrue();
      RotatedApiKey third = keys(test).rotate(second.key().id(), Actor.user(owner), BROWSER);
      assertThat(refusal(present(test, first.secret()))).contains(KeyRefusal.REVOKED);
      assertThat(opens(test, second.secret())).isTrue();
      assertThat(opens(test, third.secret())).isTrue();
    }
  }

  @Test
  default void anOverlapNeverOutlivesTheKeyItself() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      NewApiKey wanted = NewApiKey.named("short").expiringIn(Duration.ofMinutes(5));
      IssuedApiKey key = issue(test, owner, wanted);
      RotatedApiKey rotated =
          keys(test).rotate(key.key().id(), Duration.ofDays(30), Actor.user(owner), BROWSER);
      assertThat(rotated.former().expiresAt()).isEqualTo(key.key().expiresAt());
      assertThat(rotated.key().expiresAt())
          .contains(test.clock().instant().plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  default void everyStatusIsRefusedForItsReason() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      Actor self = Actor.user(owner);
      ApiKeyId disabled = expect(
          test, owner, KeyRefusal.DISABLED, id -> keys(test).disable(id, "holiday", self, BROWSER));
      ApiKeyId leaked = expect(
          test,
          owner,
          KeyRefusal.QUARANTINED,
          id -> keys(test).quarantine(id, "found in public", self, BROWSER));
      ApiKeyId revoked = expect(
          test, owner, KeyRefusal.REVOKED, id -> keys(test).revoke(id, "old", self, BROWSER));
      keys(test).enable(disabled, self, BROWSER);
      assertThat(keys(test).find(disabled).orElseThrow().status()).isEqualTo(ApiKeyStatus.ACTIVE);
      assertThat(codeOf(() -> keys(test).enable(leaked, self, BROWSER)))
          .isEqualTo(ErrorCode.VERSION_CONFLICT);
      assertThat(codeOf(() -> keys(test).rotate(revoked, self, BROWSER)))
          .isEqualTo(ErrorCode.VERSION_CONFLICT);
      assertThat(keys(test).revoke(revoked, "again", self, BROWSER)).isFalse();
      assertThat(test.audited("api_key.revoked")).hasSize(1);
    }
  }

  /** Makes a key, sees it accepted, ends it, and sees it refused for that reason; returns its id. */
  private ApiKeyId expect(
      TestGatehouse test, UserId owner, KeyRefusal reason, Consumer<ApiKeyId> end) {
    IssuedApiKey key = readingKey(test, owner);
    assertThat(opens(test, key.secret())).isTrue();
    end.accept(key.key().id());
    Verification refused = present(test, key.secret());
    assertThat(refusal(refused)).contains(reason);
    assertThat(((Verification.Refused) refused).code()).isEqualTo(ErrorCode.API_KEY_REVOKED);
    return key.key().id();
  }

  @Test
  default void aQuarantinedKeyIsRotatedWithoutOverlapWhateverIsAskedFor() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      keys(test).quarantine(key.key().id(), "leaked", SETUP, NONE);
      RotatedApiKey rotated =
          keys(test).rotate(key.key().id(), Duration.ofDays(1), Actor.user(owner), BROWSER);
      assertThat(rotated.former().status()).isEqualTo(ApiKeyStatus.REVOKED);
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.REVOKED);
      assertThat(opens(test, rotated.secret())).isTrue();
    }
  }

  @Test
  default void aKeyFollowsTheStatusOfItsOwnerAtOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      assertThat(opens(test, key.secret())).isTrue();
      change(test, owner, UserStatus.BLOCKED);
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.OWNER_INACTIVE);
      change(test, owner, UserStatus.ACTIVE);
      assertThat(opens(test, key.secret())).isTrue();
      change(test, owner, UserStatus.CLOSED);
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.OWNER_INACTIVE);
    }
  }

  @Test
  default void aPausedOwnersKeyWorksAgainAtTheInstantThePauseIsOver() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      Instant end = test.clock().instant().plusSeconds(60);
      test.gatehouse()
          .users()
          .changeStatus(
              owner, new StatusChange(UserStatus.PAUSED, "", Optional.of(end)), SETUP, NONE);
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.OWNER_INACTIVE);
      test.clock().advance(Duration.ofSeconds(60));
      assertThat(opens(test, key.secret())).isTrue();
    }
  }

  @Test
  default void aKeyIsAcceptedFromItsAddressesOnly() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = issue(
          test,
          owner,
          NewApiKey.named("office")
              .with(s -> s.withAllowFrom(
                  List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")))));
      assertThat(opens(test, key.secret())).isTrue();
      for (String address : List.of("198.51.100.7", "2001:db9::1", "", "localhost", "192.0.2")) {
        Verification no = test.gatehouse()
            .apiKeyVerifier()
            .verify(key.secret(), KeyUse.by(new ClientInfo(address, "", "")));
        assertThat(refusal(no)).as(address).contains(KeyRefusal.NETWORK_NOT_ALLOWED);
      }
      Verification mapped = test.gatehouse()
          .apiKeyVerifier()
          .verify(key.secret(), KeyUse.by(new ClientInfo("::ffff:192.0.2.9", "", "")));
      assertThat(mapped).isInstanceOf(Verification.Accepted.class);
    }
  }

  @Test
  default void anUpdateTakesEffectAtOnceAndIsOnRecordWithBeforeAndAfter() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      assertThat(present(test, key.secret(), READ)).isInstanceOf(Verification.Accepted.class);
      ApiKey changed = keys(test)
          .update(
              key.key().id(),
              settings -> settings.withName("renamed").withPermissions(),
              Actor.user(owner),
              BROWSER);
      // When it was last used is written by the way.
      assertThat(now(test, key.key()))
          .usingRecursiveComparison()
          .ignoringFields("lastUsedAt", "lastUsedAddress")
          .isEqualTo(changed);
      assertThat(refusal(present(test, key.secret(), READ)))
          .contains(KeyRefusal.PERMISSION_MISSING);
      assertThat(test.audited("api_key.updated"))
          .singleElement()
          .extracting(AuditRecord::data)
          .satisfies(data -> assertThat(data)
              .containsEntry("name.before", "reads")
              .containsEntry("name.after", "renamed")
              .containsEntry("permissions.before", "auth.users:read")
              .containsEntry("permissions.after", "")
              .doesNotContainKey("status.before"));
    }
  }

  @Test
  default void aLiveKeyCanBeGivenAnotherEndWithinThePolicy() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      Actor self = Actor.user(owner);
      ApiKey shorter = keys(test).expireIn(key.key().id(), Duration.ofSeconds(60), self, BROWSER);
      assertThat(shorter.expiresAt()).contains(test.clock().instant().plusSeconds(60));
      assertThat(codeOf(
              () -> keys(test).expireIn(key.key().id(), Duration.ofDays(366), self, BROWSER)))
          .isEqualTo(ErrorCode.VALIDATION_FAILED);
      test.clock().advance(Duration.ofSeconds(60));
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.EXPIRED);
      assertThat(
              codeOf(() -> keys(test).expireIn(key.key().id(), Duration.ofDays(1), self, BROWSER)))
          .isEqualTo(ErrorCode.VERSION_CONFLICT);
      assertThat(codeOf(() -> keys(test).rotate(key.key().id(), self, BROWSER)))
          .isEqualTo(ErrorCode.VERSION_CONFLICT);
    }
  }

  @Test
  default void listsKeysPageByPage() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      List<ApiKeyId> made = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        test.clock().advance(Duration.ofMillis(5));
        made.add(0, readingKey(test, owner).key().id());
      }
      List<ApiKeyId> listed = new ArrayList<>();
      ApiKeyQuery query = ApiKeyQuery.of(Subject.user(owner)).atMost(2);
      ApiKeyPage page = keys(test).list(query);
      page.keys().forEach(key -> listed.add(key.id()));
      while (page.next().isPresent()) {
        page = keys(test).list(query.after(page.next().get()));
        page.keys().forEach(key -> listed.add(key.id()));
      }
      assertThat(listed).containsExactlyElementsOf(made);
    }
  }

  @Test
  default void findsAKeyForItsOwnerAndForNobodyElse() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      ApiKey key = readingKey(test, owner).key();
      assertThat(keys(test).find(Subject.user(owner), key.id())).contains(key);
      assertThat(keys(test).find(Subject.user(new UserId(UUID.randomUUID())), key.id()))
          .isEmpty();
      assertThat(codeOf(() -> keys(test).revoke(new ApiKeyId(UUID.randomUUID()), "", SETUP, NONE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }
}
