package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three nodes, one store, clocks that differ as far as the policy allows, messages that get lost, and months. */
final class RotationPropertyTest {
  private static final Duration[] OFFSETS = {
    Duration.ofSeconds(-15), Duration.ZERO, Duration.ofSeconds(15)
  };

  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final Wire wire = new Wire();
  private final List<InstantSource> clocks = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, LoadedKey> keys = new HashMap<>();
  private final List<Issued> outstanding = new ArrayList<>();
  private final Set<String> disabled = new HashSet<>();
  private int verified;
  private int refused;

  private record Issued(String token, String kid, Instant expiresAt) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("test.thorough") ? 6 : 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noValidTokenIsRefusedAndNoKeyIsAcceptedOutsideOfItsLife(long seed) {
    for (Duration offset : OFFSETS) {
      InstantSource own = clock.offBy(offset);
      clocks.add(own);
      nodes.add(new Node(store, wire, own, Node.policy(TokenAlgorithm.EDDSA)));
    }
    Random random = new Random(seed);
    for (int step = 0; step < 400; step++) {
      wire.cut = random.nextInt(3) == 0;
      clock.advance(step(random));
      nodes.get(random.nextInt(3)).keys.maintain();
      act(random);
      issueOn(nodes.get(random.nextInt(3)));
      checkOutstanding();
      checkKeys();
    }
    assertThat(store.list().size()).isLessThan(20);
    assertThat(verified).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(100);
  }

  private static Duration step(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofMillis(random.nextInt(2_000));
      case 1 -> Duration.ofSeconds(random.nextInt(120));
      case 2 -> Duration.ofMinutes(random.nextInt(15));
      default -> Duration.ofHours(random.nextInt(24));
    };
  }

  private void act(Random random) {
    Node node = nodes.get(random.nextInt(3));
    int dice = random.nextInt(40);
    if (dice == 0) {
      node.keys.rotate(Actor.system("test"), ClientInfo.none());
    } else if (dice == 1) {
      wire.cut = false;
      List<SigningKeyRecord> all = store.list();
      String kid = all.get(random.nextInt(all.size())).kid();
      node.keys.disable(kid, Actor.system("test"), ClientInfo.none());
      disabled.add(kid);
    }
  }

  private void issueOn(Node node) {
    LoadedKey signer = node.keys.signer();
    keys.put(signer.stored().kid(), signer);
    AccessTokenClaims claims = node.claims();
    String token = node.tokens.issue(claims).reveal();
    outstanding.add(new Issued(token, signer.stored().kid(), claims.expiresAt()));
  }

  private void checkOutstanding() {
    for (Issued issued : outstanding) {
      for (int i = 0; i < nodes.size(); i++) {
        boolean current = clocks.get(i).instant().isBefore(issued.expiresAt().plusSeconds(30));
        boolean expected = current && !disabled.contains(issued.kid());
        assertThat(nodes.get(i).accepts(issued.token())).isEqualTo(expected);
        verified += expected ? 1 : 0;
      }
    }
    outstanding.removeIf(issued -> clock.instant().isAfter(issued.expiresAt().plusSeconds(60)));
  }

  /** Signs a fresh token with every key there ever was, and with those that are not active yet. */
  private void checkKeys() {
    Map<String, SigningKeyRecord> stored = new HashMap<>();
    store.list().forEach(key -> stored.put(key.kid(), key));
    for (Node node : nodes) {
      stored
          .values()
          .forEach(key -> node.keys
              .current(clock.instant())
              .find(key)
              .ifPresent(known -> keys.put(key.kid(), known)));
    }
    keys.values()
        .forEach(
            key -> checkKey(key, Optional.ofNullable(stored.get(key.stored().kid()))));
  }

  private void checkKey(LoadedKey key, Optional<SigningKeyRecord> row) {
    List<Node> against = IntStream.range(0, nodes.size())
        .filter(i -> row.isEmpty() || !mayHaveSigned(row.get(), clocks.get(i).instant()))
        .mapToObj(nodes::get)
        .toList();
    if (!against.isEmpty()) {
      // One token for all: the clocks differ by less than the policy allows.
      String token = new Forge(key, clock.instant()).token();
      assertThat(against).noneMatch(node -> node.accepts(token));
      refused += against.size();
    }
  }

  private static boolean mayHaveSigned(SigningKeyRecord key, Instant now) {
    return !now.plusSeconds(30).isBefore(key.activeAt()) && now.isBefore(key.goneAt());
  }
}
