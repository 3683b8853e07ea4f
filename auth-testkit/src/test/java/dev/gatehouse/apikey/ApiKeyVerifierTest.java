package dev.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ApiKeyVerifierTest {
  private static final Actor SETUP = Actor.system("setup");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "curl/8", "r");
  private static final Permission READ = Permission.parse("invoices:read");
  private static final OwnerState ALIVE = new OwnerState(true, Optional.empty());

  /** Long enough to last for the whole test, so that only an invalidation makes a copy go. */
  private static final UnaryOperator<ApiKeyPolicy> LONG =
      policy -> policy.withLease(Duration.ofSeconds(30));

  private final KeyNode here = new KeyNode(LONG);
  private final Subject service = owner(Subject.Kind.SERVICE);

  private Subject owner(Subject.Kind kind) {
    Subject owner = new Subject(kind, UUID.randomUUID());
    here.owners.put(owner, ALIVE);
    return owner;
  }

  @AfterEach
  void close() {
    here.close();
  }

  private IssuedApiKey issue(Subject owner, NewApiKey wanted) {
    return here.apiKeys.service().create(owner, wanted, SETUP, CLIENT);
  }

  private static Verification present(KeyNode node, Secret key) {
    return node.apiKeys.verifier().verify(key, KeyUse.by(CLIENT));
  }

  private static Optional<KeyRefusal> refusal(Verification verification) {
    return verification.fold(accepted -> Optional.empty(), no -> Optional.of(no.reason()));
  }

  @Test
  void aWarmKeyCostsNoLookUp() {
    IssuedApiKey key = issue(service, NewApiKey.named("warm"));
    for (int i = 0; i < 1_000; i++) {
      assertThat(refusal(present(here, key.secret()))).isEmpty();
    }
    assertThat(here.keys.lookUps).hasValue(1);
    assertThat(here.apiKeys.verifier().counts().hits()).isEqualTo(999);
  }

  @Test
  @DisplayName("KEY-04: junk keys of every sort, no two alike, cause no call of any store")
  void junkCostsNoCall() {
    IssuedApiKey key = issue(service, NewApiKey.named("victim"));
    JunkKeys junk = new JunkKeys(11);
    JunkKeys.Sort[] sorts = JunkKeys.Sort.values();
    // A million in `.ci/run`.
    long[] prints = new long[Boolean.getBoolean("test.thorough") ? 1_000_000 : 50_000];
    long before = here.calls.count();
    for (int i = 0; i < prints.length; i++) {
      String text = junk.next(sorts[i % sorts.length]);
      prints[i] = print(text);
      if (present(here, Secret.of(text)) != Verification.Refused.MALFORMED) {
        throw new AssertionError(sorts[i % sorts.length] + " was taken for a key: " + text);
      }
    }
    assertThat(here.calls.count()).isEqualTo(before);
    assertThat(Arrays.stream(prints).distinct().count()).isEqualTo(prints.length);
    assertThat(refusal(present(here, Secret.of(junk.good("ak_live_")))))
        .contains(KeyRefusal.UNKNOWN);
    assertThat(here.calls.count()).as("a call that is counted").isGreaterThan(before);
    assertThat(refusal(present(here, key.secret()))).isEmpty();
  }

  /** FNV-1a: two texts of a million have the same with a probability of less than one in ten million. */
  private static long print(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  @Test
  void anUnknownKeyIsAskedForOnceALease() {
    Secret unknown = new ApiKeyFormat("ak", "live").issue(count -> new byte[count]);
    for (int i = 0; i < 100; i++) {
      assertThat(refusal(present(here, unknown))).contains(KeyRefusal.UNKNOWN);
    }
    assertThat(here.keys.lookUps).hasValue(1);
  }

  @Test
  @DisplayName(
      "KEY-10: a key has no id to be right or wrong about: each costs one look-up by its digest")
  void anUnknownKeyCostsWhatARevokedOneCosts() {
    IssuedApiKey key = issue(service, NewApiKey.named("revoked"));
    here.apiKeys.service().revoke(key.key().id(), "", SETUP, CLIENT);
    assertThat(refusal(present(here, key.secret()))).contains(KeyRefusal.REVOKED);
    assertThat(here.keys.lookUps).hasValue(1);
    Secret unknown = new ApiKeyFormat("ak", "live").issue(count -> new byte[count]);
    assertThat(refusal(present(here, unknown))).contains(KeyRefusal.UNKNOWN);
    assertThat(here.keys.lookUps).hasValue(2);
  }

  @Test
  @DisplayName("a flood of unknown keys pushes no known key out of the cache")
  void unknownKeysDoNotEvictKnownOnes() {
    IssuedApiKey key = issue(service, NewApiKey.named("kept"));
    assertThat(refusal(present(here, key.secret()))).isEmpty();
    ApiKeyFormat format = new ApiKeyFormat("ak", "live");
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      Secret unknown = format.issue(count -> {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
      });
      assertThat(refusal(present(here, unknown))).contains(KeyRefusal.UNKNOWN);
    }
    int before = here.keys.lookUps.get();
    assertThat(refusal(present(here, key.secret()))).isEmpty();
    assertThat(here.keys.lookUps).hasValue(before);
  }

  @Test
  @DisplayName(
      "KEY-06: a store that does not answer lets nobody in, and is no verdict about the key")
  void aStoreThatIsDownIsNoVerdict() {
    IssuedApiKey cold = issue(service, NewApiKey.named("cold"));
    IssuedApiKey warm = issue(service, NewApiKey.named("warm"));
    assertThat(refusal(present(here, warm.secret()))).isEmpty();
    here.keys.down = true;
    assertThatThrownBy(() -> present(here, cold.secret())).isInstanceOf(StoreException.class);
    assertThat(refusal(present(here, warm.secret()))).isEmpty();
    here.keys.down = false;
    assertThat(refusal(present(here, cold.secret()))).isEmpty();
  }

  @Test
  @DisplayName("KEY-04, KEY-06: a store that answers with somebody else's key is not believed")
  void aStoreThatLiesIsNotBelieved() {
    IssuedApiKey key = issue(service, NewApiKey.named("mine"));
    here.keys.lie = stored ->
        new StoredApiKey(stored.key(), Samples.digest("somebody else's"), stored.metered());
    assertThat(refusal(present(here, key.secret()))).contains(KeyRefusal.UNKNOWN);
  }

  @Test
  @DisplayName("KEY-02: a person's key that a store calls detached is not believed to be")
  void aPersonsKeyIsNeverDetached() {
    Subject person = owner(Subject.Kind.USER);
    IssuedApiKey key = issue(person, NewApiKey.named("p").withPermissions("invoices:read"));
    here.keys.lie = stored -> new StoredApiKey(
        stored.key().with(stored.key().settings().withDetached(true)),
        stored.digest(),
        stored.metered());
    Verification result =
        here.apiKeys.verifier().verify(key.secret(), KeyUse.by(CLIENT).requiring(READ));
    assertThat(refusal(result)).contains(KeyRefusal.PERMISSION_MISSING);
  }

  @Test
  void aServicesKeyShrinksWithTheServiceUnlessItIsDetached() {
    here.access.give(service, "invoices:*");
    NewApiKey wanted = NewApiKey.named("s").withPermissions("invoices:read");
    IssuedApiKey bound = issue(service, wanted);
    IssuedApiKey detached = issue(service, wanted.with(s -> s.withDetached(true)));
    assertThat(mayRead(bound)).isTrue();
    assertThat(mayRead(detached)).isTrue();
    here.access.give(service);
    assertThat(mayRead(bound)).isFalse();
    assertThat(mayRead(detached)).isTrue();
    here.owners.put(service, new OwnerState(false, Optional.empty()));
    try (KeyNode there = here.another(LONG)) {
      assertThat(refusal(present(there, detached.secret()))).contains(KeyRefusal.OWNER_INACTIVE);
    }
  }

  private boolean mayRead(IssuedApiKey key) {
    Verification result =
        here.apiKeys.verifier().verify(key.secret(), KeyUse.by(CLIENT).requiring(READ));
    return result instanceof Verification.Accepted;
  }

  @Test
  void theKeyOfAnOwnerThatIsGoneOpensNothing() {
    IssuedApiKey key = issue(service, NewApiKey.named("orphan"));
    here.owners.remove(service);
    assertThat(refusal(present(here, key.secret()))).contains(KeyRefusal.OWNER_INACTIVE);
  }

  @Test
  @DisplayName(
      "KEY-03: a revocation on one node is known to the other at once while it hears of it")
  void anotherNodeHearsOfAChange() {
    try (KeyNode there = here.another(LONG)) {
      IssuedApiKey key = issue(service, NewApiKey.named("two nodes"));
      assertThat(refusal(present(there, key.secret()))).isEmpty();
      here.apiKeys.service().revoke(key.key().id(), "", SETUP, CLIENT);
      assertThat(refusal(present(there, key.secret()))).contains(KeyRefusal.REVOKED);
    }
  }

  @Test
  @DisplayName("KEY-03: with the line cut, the other node refuses once its lease is over")
  void anotherNodeThatHearsNothingKeepsItsLease() {
    try (KeyNode there = here.another(policy -> policy.withLease(Duration.ofMillis(50)))) {
      IssuedApiKey key = issue(service, NewApiKey.named("cut"));
      there.storage.invalidations().cut();
      assertThat(refusal(present(there, key.secret()))).isEmpty();
      here.apiKeys.service().revoke(key.key().id(), "", SETUP, CLIENT);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (refusal(present(there, key.secret())).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(refusal(present(there, key.secret()))).contains(KeyRefusal.REVOKED);
    }
  }

  @Test
  void theEndOfAnOverlapIsReadOffTheClockAlsoOnANodeThatHeardOfNothingSince() {
    IssuedApiKey key = issue(service, NewApiKey.named("overlap"));
    here.apiKeys.service().rotate(key.key().id(), Duration.ofMinutes(1), SETUP, CLIENT);
    assertThat(refusal(present(here, key.secret()))).isEmpty();
    int before = here.keys.lookUps.get();
    here.clock.advance(Duration.ofMinutes(1));
    assertThat(refusal(present(here, key.secret()))).contains(KeyRefusal.OVERLAP_ENDED);
    assertThat(here.keys.lookUps).hasValue(before);
  }

  @Test
  void noRequestThatBeginsAfterARevocationHasReturnedIsAccepted() {
    for (int round = 0; round < 50; round++) {
      IssuedApiKey key = issue(owner(Subject.Kind.SERVICE), NewApiKey.named("race"));
      List<Boolean> after = Racing.together(4, () -> {
        for (int i = 0; i < 20; i++) {
          present(here, key.secret());
        }
        here.apiKeys.service().revoke(key.key().id(), "", SETUP, CLIENT);
        return refusal(present(here, key.secret())).isEmpty();
      });
      assertThat(after).containsOnly(false);
    }
  }

  @Test
  void aLimitIsAskedAfterEverythingThatIsFreeAndBeforeCreditsAreSpent() {
    try (KeyNode limited = new KeyNode(
        here.storage.anotherNode(),
        here.clock,
        here.access,
        here.owners,
        LONG,
        (key, now) -> Optional.of(Duration.ofSeconds(7)))) {
      IssuedApiKey key = issue(service, NewApiKey.named("l").withCredits(Credits.once(5)));
      Verification denied =
          limited.apiKeys.verifier().verify(key.secret(), KeyUse.by(CLIENT).requiring(READ));
      assertThat(refusal(denied)).contains(KeyRefusal.PERMISSION_MISSING);
      Verification slow = present(limited, key.secret());
      assertThat(refusal(slow)).contains(KeyRefusal.LIMITED);
      assertThat(((Verification.Refused) slow).exception().retryAfter())
          .contains(Duration.ofSeconds(7));
      assertThat(here.apiKeys.credits().find(key.key().id())).contains(Credits.once(5));
    }
  }

  @Test
  void withALeaseOfZeroEveryRequestAsks() {
    try (KeyNode strict = here.another(policy -> policy.withLease(Duration.ZERO))) {
      IssuedApiKey key = issue(service, NewApiKey.named("strict"));
      for (int i = 0; i < 3; i++) {
        assertThat(refusal(present(strict, key.secret()))).isEmpty();
      }
      assertThat(strict.keys.lookUps).hasValue(3);
    }
  }
}
