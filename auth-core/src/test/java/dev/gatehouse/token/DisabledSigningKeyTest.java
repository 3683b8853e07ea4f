package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a key that somebody else may know, on this node and on others. */
final class DisabledSigningKeyTest {
  private static final Actor OPERATOR = Actor.system("operator");

  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final Wire wire = new Wire();
  private final TokenPolicy policy = TokenPolicy.standard(Node.ISSUER, Node.AUDIENCE);
  private final Node node = new Node(store, wire, clock, policy);

  @Test
  void endsADisabledKeyAtOnceAndSignsWithANewOne() {
    String before = node.issue();
    assertThat(node.accepts(before)).isTrue();

    assertThat(node.keys.disable(store.only().kid(), OPERATOR, ClientInfo.none()))
        .isTrue();

    assertThat(node.outcome(before)).isEqualTo("UNKNOWN_KEY");
    assertThat(node.outcome(node.issue())).isEqualTo("verified");
    assertThat(store.statesAt(clock.instant())).containsExactly(KeyState.GONE, KeyState.ACTIVE);
    assertThat(node.events).extracting(EventDraft::type).endsWith(EventType.SIGNING_KEY_DISABLED);
  }

  @Test
  void endsADisabledKeyOnOtherNodesAsSoonAsTheyHear() {
    Node other = new Node(store, wire, clock, policy);
    String before = node.issue();
    assertThat(other.accepts(before)).isTrue();

    node.keys.disable(store.only().kid(), OPERATOR, ClientInfo.none());

    assertThat(other.outcome(before)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void endsADisabledKeyWithinAMinuteWhenTheMessageWasLost() {
    Node other = new Node(store, wire, clock, policy);
    String before = node.issue();
    assertThat(other.accepts(before)).isTrue();
    wire.cut = true;

    node.keys.disable(store.only().kid(), OPERATOR, ClientInfo.none());
    clock.advance(Duration.ofMinutes(1));

    assertThat(other.outcome(before)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void looksAnewAfterMessagesMayHaveBeenLost() {
    ResettableInvalidations lossy = new ResettableInvalidations();
    KeyBackend backend = new KeyBackend(store, new AtOnce(), lossy, event -> {});
    SigningKeys keys = new SigningKeys(backend, node.ring, node.random, clock, policy);
    SigningKeyRecord first = store.only();
    wire.cut = true;
    node.keys.disable(first.kid(), OPERATOR, ClientInfo.none());
    assertThat(keys.jwks()).contains(first.kid());

    lossy.reset.run();

    assertThat(keys.jwks()).doesNotContain(first.kid());
  }

  @Test
  void disablesAPendingKeyWithoutTouchingTheActiveOne() {
    SigningKeyRecord pending = node.keys.rotate(OPERATOR, ClientInfo.none()).orElseThrow();

    node.keys.disable(pending.kid(), OPERATOR, ClientInfo.none());

    assertThat(store.statesAt(clock.instant())).containsExactly(KeyState.ACTIVE, KeyState.GONE);
  }

  @Test
  void neverRevivesADisabledKey() {
    String first = store.only().kid();
    node.keys.disable(first, OPERATOR, ClientInfo.none());
    for (int i = 0; i < 3; i++) {
      node.keys.rotate(OPERATOR, ClientInfo.none());
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(store.statesAt(clock.instant()).get(0)).isEqualTo(KeyState.GONE);
  }

  @Test
  void tellsThatThereIsNoSuchKey() {
    assertThat(node.keys.disable("nobody", OPERATOR, ClientInfo.none())).isFalse();
    assertThat(store.statesAt(clock.instant())).containsExactly(KeyState.ACTIVE);
    assertThat(node.events).hasSize(1);
  }

  @Test
  void learnsOfAKeyFromTheFirstTokenThatNamesIt() {
    Node other = new Node(store, wire, clock, policy);
    wire.cut = true;
    node.keys.disable(store.only().kid(), OPERATOR, ClientInfo.none());

    assertThat(other.outcome(node.issue())).isEqualTo("verified");
  }

  /** A broadcast that delivers nothing, and can say so. */
  private static final class ResettableInvalidations implements Invalidations {
    private Runnable reset = () -> {};

    @Override
    public void publish(Invalidation invalidation) {}

    @Override
    public void subscribe(java.util.function.Consumer<Invalidation> listener, Runnable onReset) {
      this.reset = onReset;
    }

    @Override
    public void close() {}
  }
}
