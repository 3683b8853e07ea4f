package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.cache.SecondLevelStatus;
import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemorySharedCache;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two nodes that share copies of sessions and roles. */
final class SharedCopiesScenarioTest {
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final Permission READ = Permission.parse("invoices:read");

  private final InMemorySharedCache cache = new InMemorySharedCache();
  private final Removals removals = new Removals();
  private final SettableClock clock = new SettableClock();
  private final InMemoryStorage storage = InMemoryStorage.create();
  private final TestGatehouse here = node(storage);
  private final TestGatehouse there = node(storage.anotherNode());
  private final LoginResult.SignedIn ann = here.signedIn("ann@example.com", PASSWORD);
  private final UserId id =
      here.gatehouse().users().findByEmail("ann@example.com").orElseThrow().id();

  private TestGatehouse node(Storage backend) {
    return TestGatehouse.on(
        backend,
        clock,
        builder -> builder
            .permissions("invoices:read")
            .role("reader", role -> role.permitting("invoices:read"))
            .sharedCache(removals.before(cache)));
  }

  /** A cache that can be read and written, and lately loses what it is told to remove. */
  private static final class Removals {
    private boolean lost;

    SharedCache before(SharedCache cache) {
      return new SharedCache() {
        @Override
        public List<Held> read(List<String> names, String seed, Duration ttl) {
          return cache.read(names, seed, ttl);
        }

        @Override
        public void replace(String name, String expected, String text, Instant end) {
          cache.replace(name, expected, text, end);
        }

        @Override
        public void remove(String name) {
          if (lost) {
            throw new StoreException("nobody answers");
          }
          cache.remove(name);
        }
      };
    }
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  private Authentication ask(TestGatehouse node) {
    return node.gatehouse().authenticator().authenticate(ann.tokens().access());
  }

  private static SecondLevelStatus status(TestGatehouse node) {
    return node.gatehouse().secondLevel();
  }

  @Test
  @DisplayName(
      "RBAC-03 a node takes a session from another one, and a blocked account is refused by both at once")
  void sessionsAreShared() {
    assertThat(ask(here)).isInstanceOf(Authentication.Authenticated.class);
    assertThat(ask(there)).isEqualTo(ask(here));
    assertThat(status(here).misses()).isEqualTo(1);
    assertThat(status(there)).isEqualTo(new SecondLevelStatus(true, 1, 0, 0, 0));
    StatusChange blocked = new StatusChange(UserStatus.BLOCKED, "test", Optional.empty());
    assertThat(here.gatehouse()
            .users()
            .changeStatus(id, blocked, Actor.system("test"), ClientInfo.none())
            .status())
        .isEqualTo(UserStatus.BLOCKED);
    assertThat(ask(here)).isInstanceOf(Authentication.Refused.class);
    assertThat(ask(there)).isInstanceOf(Authentication.Refused.class);
  }

  @Test
  @DisplayName("SESS-07 a session that one node has ended is refused by the other at once")
  void anEndedSessionIsShared() {
    assertThat(ask(here)).isInstanceOf(Authentication.Authenticated.class);
    assertThat(ask(there)).isInstanceOf(Authentication.Authenticated.class);
    there.gatehouse().sessions().endAll(id, EndReason.REVOKED, Actor.user(id), ClientInfo.none());
    assertThat(ask(here)).isInstanceOf(Authentication.Refused.class);
    assertThat(ask(there)).isInstanceOf(Authentication.Refused.class);
  }

  @Test
  @DisplayName("SESS-07 nor does it come back from a cache that did not hear of its end")
  void aCopyThatCouldNotBeRemovedIsNotBelieved() {
    assertThat(ask(here)).isInstanceOf(Authentication.Authenticated.class);
    assertThat(ask(there)).isInstanceOf(Authentication.Authenticated.class);
    removals.lost = true;
    there.gatehouse().sessions().endAll(id, EndReason.REVOKED, Actor.user(id), ClientInfo.none());
    assertThat(ask(there)).isInstanceOf(Authentication.Refused.class);
    assertThat(ask(here)).isInstanceOf(Authentication.Refused.class);
  }

  @Test
  @DisplayName("RBAC-03 a role that one node has taken away allows nothing at the other")
  void rolesAreShared() {
    Subject subject = Subject.user(id);
    assertThat(here.gatehouse().access().allows(subject, READ)).isFalse();
    here.gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(subject, "reader"), Actor.system("test"), ClientInfo.none());
    assertThat(here.gatehouse().access().allows(subject, READ)).isTrue();
    assertThat(there.gatehouse().access().allows(subject, READ)).isTrue();
    // Whoever heard of the change asks the store for a while; later nodes share.
    try (TestGatehouse late = node(storage.anotherNode());
        TestGatehouse later = node(storage.anotherNode())) {
      assertThat(late.gatehouse().access().allows(subject, READ)).isTrue();
      assertThat(later.gatehouse().access().allows(subject, READ)).isTrue();
      assertThat(status(later).hits()).isEqualTo(1);
    }
    assertThat(there
            .gatehouse()
            .roleAssignments()
            .unassign(subject, "reader", "", Actor.system("test"), ClientInfo.none()))
        .isTrue();
    assertThat(there.gatehouse().access().allows(subject, READ)).isFalse();
    assertThat(here.gatehouse().access().allows(subject, READ)).isFalse();
  }
}
