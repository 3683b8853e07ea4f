package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.token.TokenVerification.Rejected;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteTokensTest {
  private final MovableClock clock = new MovableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile boolean down;

  private Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final RemoteTokens remote = remote(this::published);

  @ParameterizedTest
  @EnumSource(
      value = TokenAlgorithm.class,
      names = {"EDDSA", "ES256", "PS256"})
  void verifiesByPublishedKeysAndFetchesThemOnce(TokenAlgorithm algorithm) {
    node = Node.alone(clock, algorithm);
    for (int i = 0; i < 10; i++) {
      assertThat(outcome(node.issue())).isEqualTo("verified");
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  @DisplayName("JWT-03 a set with a symmetric key verifies nothing with it")
  void neverTakesASymmetricKey() {
    node = Node.alone(clock, TokenAlgorithm.HS256);
    assertThat(outcome(node.issue())).isEqualTo("UNKNOWN_KEY");
    String k = Forge.encode(new byte[32]);
    RemoteTokens mixed = remote(() -> "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"x\",\"use\":\"sig\","
        + "\"alg\":\"HS256\",\"k\":\"" + k + "\"}]}");
    String header = Forge.encode("{\"alg\":\"HS256\",\"kid\":\"x\",\"typ\":\"at+jwt\"}");
    assertThat(mixed.verify(header + ".AAAA.AAAA")).isEqualTo(rejected("UNKNOWN_KEY"));
  }

  @Test
  @DisplayName("JWT-12 10,000 unknown keys: the issuer is asked at most once in 60 seconds")
  void aFloodOfUnknownKeysAsksRarely() {
    assertThat(outcome(node.issue())).isEqualTo("verified");
    for (int i = 0; i < 10_000; i++) {
      assertThat(outcome(unknownKey(i))).isEqualTo("UNKNOWN_KEY");
    }
    assertThat(fetches).hasValue(2);
    clock.advance(Duration.ofMillis(59_999));
    assertThat(outcome(unknownKey(0))).isEqualTo("UNKNOWN_KEY");
    assertThat(fetches).hasValue(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(outcome(unknownKey(0))).isEqualTo("UNKNOWN_KEY");
    assertThat(fetches).hasValue(3);
  }

  @Test
  @DisplayName("JWT-35 a new key is found as soon as a token names it")
  void findsANewKey() {
    String old = node.issue();
    assertThat(outcome(old)).isEqualTo("verified");
    node.keys.disable(node.keys.list().get(0).kid(), Actor.system("test"), ClientInfo.none());
    assertThat(outcome(node.issue())).isEqualTo("verified");
    // The set without the disabled key has come along.
    assertThat(outcome(old)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void refreshesAheadWithoutMakingAnybodyWait() {
    String token = node.issue();
    assertThat(outcome(token)).isEqualTo("verified");
    clock.advance(Duration.ofMinutes(4).minusSeconds(1));
    assertThat(outcome(token)).isEqualTo("verified");
    assertThat(fetches).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcome(token)).isEqualTo("verified");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void keepsTheLastGoodSetForAnHourAndAsksEveryTenSeconds() {
    assertThat(outcome(node.issue())).isEqualTo("verified");
    down = true;
    clock.advance(Duration.ofMinutes(59));
    for (int i = 0; i < 100; i++) {
      assertThat(outcome(node.issue())).isEqualTo("verified");
    }
    assertThat(fetches).hasValue(2);
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> outcome(node.issue())).isInstanceOf(StoreException.class);
    down = false;
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcome(node.issue())).isEqualTo("verified");
  }

  @Test
  void neverTakesAnUnreachableIssuerForAVerdict() {
    down = true;
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> outcome(node.issue())).isInstanceOf(StoreException.class);
    }
    assertThat(fetches).as("a failure is not repeated within the second").hasValue(1);
    down = false;
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcome(node.issue())).isEqualTo("verified");
  }

  @RepeatedTest(20)
  void sixtyFourThreadsMakeOneRequest() throws Exception {
    String token = node.issue();
    CountDownLatch answer = new CountDownLatch(1);
    String jwks = node.keys.jwks();
    RemoteTokens slow = new RemoteTokens(
        policy(),
        () -> {
          fetches.incrementAndGet();
          return CompletableFuture.supplyAsync(() -> {
            await(answer);
            return jwks;
          });
        },
        clock);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    List<Future<TokenVerification>> running = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      running.add(threads.submit(() -> slow.verify(token)));
    }
    answer.countDown();
    for (Future<TokenVerification> each : running) {
      assertThat(each.get()).isInstanceOf(TokenVerification.Verified.class);
    }
    threads.shutdownNow();
    assertThat(fetches).hasValue(1);
  }

  @ParameterizedTest
  @DisplayName("JWT-16 a set that cannot be trusted is refused, and the last one goes on")
  @ValueSource(
      strings = {"", "{}", "null", "[]", "{\"keys\":{}}", "{\"keys\":1}", "<html>", "{\"keys\":["})
  void refusesWhatIsNoKeySet(String text) {
    String[] answer = {node.keys.jwks()};
    RemoteTokens tokens = remote(() -> answer[0]);
    String token = node.issue();
    assertThat(outcome(tokens, token)).isEqualTo("verified");
    answer[0] = text;
    clock.advance(Duration.ofMinutes(5));
    assertThat(outcome(tokens, token)).isEqualTo("verified");
    assertThat(outcome(tokens, token)).isEqualTo("verified");
  }

  @Test
  @DisplayName("JWT-16 a set that names a key twice is refused as a whole")
  void refusesADuplicateKid() {
    String jwks = node.keys.jwks();
    String one = jwks.substring("{\"keys\":[".length(), jwks.length() - 2);
    RemoteTokens twice = remote(() -> "{\"keys\":[" + one + "," + one + "]}");
    assertThatThrownBy(() -> outcome(twice, node.issue())).isInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @DisplayName("JWT-05 JWT-16 a key that is not for us is left out")
  @ValueSource(
      strings = {
        "\"use\":\"enc\"",
        "\"use\":\"sig\",\"key_ops\":[\"encrypt\"]",
        "\"use\":\"sig\",\"d\":\"AAAA\"",
        "\"use\":1",
        "\"x-use\":\"sig\""
      })
  void leavesOutAKeyThatIsNotForUs(String members) {
    String spoilt = node.keys.jwks().replace("\"use\":\"sig\"", members);
    assertThat(spoilt).isNotEqualTo(node.keys.jwks());
    assertThat(outcome(remote(() -> spoilt), node.issue())).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  @DisplayName(
      "JWT-16 a key that is published with its private half is nobody's secret, and left out")
  void leavesOutAKeyWhosePrivateHalfIsPublished() {
    byte[] seed = new byte[32];
    String members = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"use\":\"sig\","
        + "\"alg\":\"EdDSA\",\"x\":\"" + Forge.encode(Ed25519Key.publicKey(seed)) + "\"";
    String header = Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"k\",\"typ\":\"at+jwt\"}");
    KeySet none = new KeySet(List.of());
    assertThat(PublishedKeys.read("{\"keys\":[{" + members + "}]}", none).knows(header))
        .isTrue();
    String both = members + ",\"d\":\"" + Forge.encode(seed) + "\"";
    assertThat(PublishedKeys.read("{\"keys\":[{" + both + "}]}", none).knows(header))
        .isFalse();
  }

  @Test
  @DisplayName("JWT-16 a point that is not on the curve is left out")
  void leavesOutAnUnsoundKey() {
    node = Node.alone(clock, TokenAlgorithm.ES256);
    String jwks = node.keys.jwks();
    String x = jwks.replaceAll(".*\"x\":\"([^\"]+)\".*", "$1");
    String off = jwks.replace(x, Forge.encode(new byte[32]));
    assertThat(outcome(remote(() -> off), node.issue())).isEqualTo("UNKNOWN_KEY");
  }

  private String unknownKey(int i) {
    return Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"k" + i + "\",\"typ\":\"at+jwt\"}")
        + ".AAAA.AAAA";
  }

  private String published() throws IOException {
    if (down) {
      throw new IOException("down");
    }
    return node.keys.jwks();
  }

  private interface Answer {
    String get() throws IOException;
  }

  private RemoteTokens remote(Answer answer) {
    return new RemoteTokens(
        policy(),
        () -> {
          fetches.incrementAndGet();
          try {
            return CompletableFuture.completedFuture(answer.get());
          } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
          }
        },
        clock);
  }

  private static TokenPolicy policy() {
    return Node.policy(TokenAlgorithm.EDDSA);
  }

  private String outcome(String token) {
    return outcome(remote, token);
  }

  private static String outcome(RemoteTokens tokens, String token) {
    return tokens.verify(token) instanceof Rejected no ? no.reason().name() : "verified";
  }

  private static Rejected rejected(String reason) {
    return new Rejected(TokenVerification.Reason.valueOf(reason));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
