package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyService;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.Optional;

/** What all scenarios of API keys share: an owner, keys, and what they are presented for. */
public interface ApiKeyScenario extends Scenario {
  /** The application itself. */
  Actor SETUP = Actor.system("setup");

  /** No client. */
  ClientInfo NONE = ClientInfo.none();

  /** A right that the role {@code reader} grants. */
  Permission READ = Permission.parse("auth.users:read");

  /** A right that only the role {@code writer} grants. */
  Permission WRITE = Permission.parse("auth.users:write");

  /** Returns a new account that may read, in a Gatehouse with the roles {@code reader} and {@code writer}. */
  default UserId reader(TestGatehouse test) {
    role(test, "reader", "auth.users:read");
    role(test, "writer", "auth.users:write");
    User user = test.verified(ALICE, PASSWORD);
    give(test, user.id(), "reader");
    return user.id();
  }

  /** Makes a role. */
  default void role(TestGatehouse test, String name, String... permissions) {
    test.gatehouse().roles().create(RoleDefinition.of(name).permitting(permissions), SETUP, NONE);
  }

  /** Gives a role to somebody. */
  default void give(TestGatehouse test, UserId user, String role) {
    give(test, Subject.user(user), role);
  }

  /** Gives a role to a person or a service. */
  default void give(TestGatehouse test, Subject subject, String role) {
    test.gatehouse().roleAssignments().assign(RoleGrant.of(subject, role), SETUP, NONE);
  }

  /** Takes a role from somebody. */
  default void take(TestGatehouse test, UserId user, String role) {
    boolean taken =
        test.gatehouse().roleAssignments().unassign(Subject.user(user), role, "", SETUP, NONE);
    assertThat(taken).isTrue();
  }

  /** Returns a key that its owner has made, and that may read if the owner may. */
  default IssuedApiKey readingKey(TestGatehouse test, UserId owner) {
    return issue(test, owner, NewApiKey.named("reads").withPermissions("auth.users:read"));
  }

  /** Returns a key that its owner has made. */
  default IssuedApiKey issue(TestGatehouse test, UserId owner, NewApiKey wanted) {
    return keys(test).create(Subject.user(owner), wanted, Actor.user(owner), BROWSER);
  }

  /** Returns the code with which a creation is refused; empty if it succeeds. */
  default Optional<ErrorCode> creation(
      TestGatehouse test, UserId owner, NewApiKey wanted, Actor by) {
    try {
      keys(test).create(Subject.user(owner), wanted, by, BROWSER);
      return Optional.empty();
    } catch (AuthException e) {
      return Optional.of(e.code());
    }
  }

  /** Returns the service under test. */
  default ApiKeyService keys(TestGatehouse test) {
    return test.gatehouse().apiKeys();
  }

  /** Presents a key for nothing in particular. */
  default Verification present(TestGatehouse test, Secret key) {
    return test.gatehouse().apiKeyVerifier().verify(key, KeyUse.by(BROWSER));
  }

  /** Presents a key for something that needs a permission. */
  default Verification present(TestGatehouse test, Secret key, Permission required) {
    return test.gatehouse().apiKeyVerifier().verify(key, KeyUse.by(BROWSER).requiring(required));
  }

  /** Tells whether a key is accepted. */
  default boolean opens(TestGatehouse test, Secret key) {
    return present(test, key) instanceof Verification.Accepted;
  }

  /** Returns why a key was refused; empty if it was not. */
  static Optional<KeyRefusal> refusal(Verification verification) {
    return verification.fold(accepted -> Optional.empty(), no -> Optional.of(no.reason()));
  }

  /** Returns the code with which a call is refused. */
  static ErrorCode codeOf(Runnable call) {
    return Scenario.code(catchThrowable(call::run));
  }

  /** Changes somebody's status. */
  default void change(TestGatehouse test, UserId user, UserStatus status) {
    test.gatehouse()
        .users()
        .changeStatus(user, new StatusChange(status, "", Optional.empty()), SETUP, NONE);
  }

  /** Returns a key as it is now. */
  default ApiKey now(TestGatehouse test, ApiKey key) {
    return keys(test).find(key.id()).orElseThrow();
  }
}
