package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The life of the keys that sign: made, published, used, succeeded, deleted. */
final class SigningKeysTest {
  private static final Actor OPERATOR = Actor.system("operator");
  private static final Duration DAY = Duration.ofDays(1);

  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final Wire wire = new Wire();
  private final TokenPolicy policy = TokenPolicy.standard(Node.ISSUER, Node.AUDIENCE);
  private final Node node = new Node(store, wire, clock, policy);

  @Test
  void createsTheFirstKeyActiveAtOnceByEveryClock() {
    assertThat(store.list()).hasSize(1);
    assertThat(store.only().stateAt(clock.instant().minusSeconds(30))).isEqualTo(KeyState.ACTIVE);
    assertThat(node.events)
        .extracting(EventDraft::type)
        .containsExactly(EventType.SIGNING_KEY_ROTATED);
    assertThat(node.events.get(0).data()).containsEntry("kid", store.only().kid());
  }

  @Test
  void createsOneFirstKeyHoweverManyNodesStartTogether() throws Exception {
    ListKeyStore empty = new ListKeyStore();
    List<Node> nodes = together(16, () -> new Node(empty, new Wire(), clock, policy));

    assertThat(empty.list()).hasSize(1);
    String token = nodes.get(0).issue();
    assertThat(nodes).allMatch(each -> each.accepts(token));
  }

  @Test
  void usesTheKeysThatAreThere() {
    new Node(store, wire, clock, policy);

    assertThat(store.list()).hasSize(1);
  }

  @Test
  void publishesTheSuccessorADayBeforeTheActiveKeyEndsAndNotEarlier() {
    Instant end = store.only().passiveAt();
    clock.set(end.minus(DAY).minusNanos(1));
    node.keys.maintain();
    assertThat(store.list()).hasSize(1);

    clock.set(end.minus(DAY));
    node.keys.maintain();

    assertThat(store.list()).hasSize(2);
    assertThat(store.list().get(1).activeAt()).isEqualTo(end);
    assertThat(store.statesAt(clock.instant())).containsExactly(KeyState.ACTIVE, KeyState.PENDING);
  }

  @Test
  void maintainingAgainChangesNothing() {
    clock.set(store.only().passiveAt().minus(DAY));
    node.keys.maintain();
    List<SigningKeyRecord> once = store.list();

    node.keys.maintain();
    new Node(store, wire, clock, policy).keys.maintain();

    assertThat(store.list()).isEqualTo(once);
  }

  @Test
  @DisplayName("JWT-35 a token of a key that is pending, active, passive and gone")
  void acceptsTokensOfAKeyFromActivationUntilItIsGone() {
    clock.set(store.only().passiveAt().minus(DAY));
    node.keys.maintain();
    SigningKeyRecord successor = store.list().get(1);
    LoadedKey key = node.keys.current(clock.instant()).find(successor).orElseThrow();

    assertThat(outcomeAt(key, successor.activeAt().minusSeconds(31))).isEqualTo("UNKNOWN_KEY");
    assertThat(outcomeAt(key, successor.activeAt().minusSeconds(30))).isEqualTo("verified");
    clock.set(successor.passiveAt().minus(DAY));
    node.keys.maintain();
    assertThat(outcomeAt(key, successor.passiveAt())).isEqualTo("verified");
    assertThat(outcomeAt(key, successor.goneAt().minusSeconds(1))).isEqualTo("verified");
    assertThat(outcomeAt(key, successor.goneAt())).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void verifiesForLifetimeSkewAndFiveMinutesAfterTheLastSignature() {
    assertThat(Duration.between(store.only().passiveAt(), store.only().goneAt()))
        .isEqualTo(Duration.ofMinutes(15).plusSeconds(30));
  }

  @Test
  void signsWithTheSuccessorFromItsActivationOn() {
    SigningKeyRecord first = store.only();
    clock.set(first.passiveAt().minus(DAY));
    node.keys.maintain();

    clock.set(first.passiveAt().minusNanos(1));
    assertThat(node.keys.signer().stored()).isEqualTo(first);
    clock.set(first.passiveAt());
    assertThat(node.keys.signer().stored()).isEqualTo(store.list().get(1));
  }

  @Test
  void deletesAKeyOneDayAfterItIsGone() {
    SigningKeyRecord first = store.only();
    clock.set(first.passiveAt().minus(DAY));
    node.keys.maintain();

    clock.set(first.goneAt().plus(DAY));
    node.keys.maintain();
    assertThat(node.keys.list()).contains(first);
    clock.advance(Duration.ofNanos(1));
    node.keys.maintain();
    assertThat(node.keys.list()).doesNotContain(first).hasSize(1);
  }

  @Test
  void makesANewKeyWhenNobodyMaintainedUntilTheLastOneEnded() {
    clock.advance(Duration.ofDays(200));

    String token = node.issue();

    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.events).hasSize(2);
  }

  @RepeatedTest(20)
  void makesOneNewKeyHoweverManyNeedItAtOnce() throws Exception {
    clock.advance(Duration.ofDays(200));

    assertThat(together(16, node::issue)).allMatch(node::accepts);
    assertThat(node.events).hasSize(2);
  }

  @Test
  void rotatesByHandWithTenMinutesForEveryVerifierToLearnOfTheKey() {
    SigningKeyRecord successor = node.keys.rotate(OPERATOR, ClientInfo.none()).orElseThrow();

    assertThat(successor.activeAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
    SigningKeyRecord first = store.list().get(0);
    assertThat(first.passiveAt()).isEqualTo(successor.activeAt());
    assertThat(first.goneAt()).isEqualTo(successor.activeAt().plus(Duration.ofSeconds(930)));
    assertThat(node.events.get(1).actor()).isEqualTo(OPERATOR);
  }

  @Test
  void rotatesOnceWhenSixteenNodesRotateTogether() throws Exception {
    List<Boolean> rotated =
        together(16, () -> node.keys.rotate(OPERATOR, ClientInfo.none()).isPresent());

    long successes = rotated.stream().filter(done -> done).count();
    assertThat(store.list()).hasSize((int) successes + 1);
    assertThat(node.events).hasSize((int) successes + 1);
  }

  @Test
  @DisplayName("JWT-12 a thousand threads with unknown keys make one look-up")
  void looksOnceForAThousandThreadsWithUnknownKeys() throws Exception {
    int before = store.reads.get();
    String header = Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"unknown\",\"typ\":\"at+jwt\"}");

    List<String> outcomes = together(1_000, () -> node.outcome(header + ".AAAA.AAAA"));

    assertThat(outcomes).containsOnly("UNKNOWN_KEY");
    assertThat(store.reads.get()).isEqualTo(before + 1);
  }

  @Test
  void goesOnWithTheKnownKeysWhileTheStoreIsDown() {
    String token = node.issue();
    store.broken = true;
    clock.advance(Duration.ofMinutes(5));

    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.outcome(node.issue())).isEqualTo("verified");
    clock.set(onlyKeyIgnoringFailure().goneAt());
    assertThat(node.outcome(token)).isNotEqualTo("verified");
    assertThatExceptionOfType(StoreException.class).isThrownBy(node::issue);
  }

  @Test
  void asksABrokenStoreAtMostEveryFiveSeconds() {
    String token = node.issue();
    store.broken = true;
    clock.advance(Duration.ofMinutes(2));
    int before = store.reads.get();
    IntStream.range(0, 100).forEach(i -> node.outcome(token));
    assertThat(store.reads.get()).isEqualTo(before + 1);

    clock.advance(Duration.ofSeconds(5));
    node.outcome(token);
    assertThat(store.reads.get()).isEqualTo(before + 2);
  }

  @Test
  void publishesThePublicHalvesOfPendingActiveAndPassiveKeysOnly() throws Exception {
    SigningKeyRecord gone = store.only();
    node.keys.disable(gone.kid(), OPERATOR, ClientInfo.none());
    node.keys.rotate(OPERATOR, ClientInfo.none());
    clock.advance(Duration.ofMinutes(10));
    node.keys.rotate(OPERATOR, ClientInfo.none());

    assertThat(store.statesAt(clock.instant()))
        .containsExactly(KeyState.GONE, KeyState.PASSIVE, KeyState.ACTIVE, KeyState.PENDING);
    assertThat(new JsonWebKeySet(node.keys.jwks()).getJsonWebKeys()).hasSize(3);
    assertThat(node.keys.jwks()).doesNotContain(gone.kid()).doesNotContain("\"d\"");
  }

  @Test
  void publishesNothingOfAnHs256Key() throws Exception {
    Node symmetric = Node.alone(clock, TokenAlgorithm.HS256);

    assertThat(symmetric.keys.jwks()).isEqualTo("{\"keys\":[]}");
    assertThat(JsonUtil.parseJson(symmetric.keys.list().get(0).publicJwk()))
        .isEqualTo(Map.of(
            "kty", "oct",
            "alg", "HS256",
            "use", "sig",
            "kid", symmetric.keys.list().get(0).kid()));
  }

  @Test
  void signsWithTheAlgorithmOfThePolicyAndStillVerifiesTheOldOne() {
    String before = node.issue();

    Node changed = new Node(store, wire, clock, Node.policy(TokenAlgorithm.ES256));

    assertThat(changed.keys.signer().stored().algorithm()).isEqualTo(TokenAlgorithm.ES256);
    assertThat(changed.outcome(before)).isEqualTo("verified");
    assertThat(node.outcome(changed.issue())).isEqualTo("verified");
  }

  private String outcomeAt(LoadedKey key, Instant at) {
    clock.set(at);
    Forge forge = new Forge(key, at);
    return node.outcome(forge.token());
  }

  private SigningKeyRecord onlyKeyIgnoringFailure() {
    store.broken = false;
    SigningKeyRecord key = store.only();
    store.broken = true;
    return key;
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch gate = new CountDownLatch(1);
      List<Future<T>> results = IntStream.range(0, threads)
          .mapToObj(i -> pool.submit(() -> {
            gate.await();
            return work.call();
          }))
          .toList();
      gate.countDown();
      List<T> values = new java.util.ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get());
      }
      return values;
    } finally {
      pool.shutdownNow();
    }
  }
}
