package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerifiedTokensTest {
  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final Wire wire = new Wire();
  private final Node node = new Node(store, wire, clock, Node.policy(TokenAlgorithm.EDDSA));

  @ParameterizedTest
  @EnumSource(TokenAlgorithm.class)
  void answersARepeatedTokenWithTheVerdictItRemembers(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();

    TokenVerification first = other.tokens.verify(token);

    assertThat(other.tokens.verify(new StringBuilder(token).toString())).isSameAs(first);
  }

  @Test
  void neverAnswersForAForgedPartBesideTwoKnownOnes() {
    String[] one = known();
    String[] two = known();

    assertThat(node.accepts(one[0] + '.' + two[1] + '.' + one[2])).isFalse();
    assertThat(node.accepts(one[0] + '.' + one[1] + '.' + two[2])).isFalse();
    assertThat(node.accepts("e30." + one[1] + '.' + one[2])).isFalse();
    assertThat(node.accepts(one[0] + ".e30." + one[2])).isFalse();
    assertThat(node.accepts(one[0] + '.' + one[1] + ".AAAA")).isFalse();
    assertThat(node.accepts(String.join(".", one))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(TokenAlgorithm.class)
  void recognisesATokenByEachOfItsCharacters(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();
    assertThat(other.accepts(token)).isTrue();
    for (int i = 0; i < token.length(); i++) {
      char changed = token.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(other.accepts(token.substring(0, i) + changed + token.substring(i + 1)))
          .as("character " + i)
          .isFalse();
    }
    assertThat(other.accepts(token.substring(1))).isFalse();
    assertThat(other.accepts('A' + token)).isFalse();
    assertThat(other.accepts(token + 'A')).isFalse();
  }

  @Test
  void looksAtTheTimeOnEachHit() {
    String token = String.join(".", known());
    clock.advance(Duration.ofSeconds(629));
    assertThat(node.outcome(token)).isEqualTo("verified");

    clock.advance(Duration.ofSeconds(1));
    assertThat(node.outcome(token)).isEqualTo("EXPIRED");
    clock.advance(Duration.ofSeconds(-630 - 31));
    assertThat(node.outcome(token)).isEqualTo("NOT_YET_VALID");
  }

  @Test
  void looksAtTheKeyOnEachHit() {
    String token = String.join(".", known());

    node.keys.disable(store.list().get(0).kid(), Actor.system("operator"), ClientInfo.none());

    assertThat(node.outcome(token)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void keepsItsVerdictsWhenTheSameKeysAreReadAgain() {
    String token = node.issue();
    TokenVerification first = node.tokens.verify(token);
    clock.advance(Duration.ofMinutes(2));
    int before = store.reads.get();

    assertThat(node.tokens.verify(token)).isSameAs(first);
    assertThat(store.reads.get()).isEqualTo(before + 1);
  }

  @Test
  void remembersNoRefusal() {
    Node stranger = new Node(store, wire, clock, Node.policy(TokenAlgorithm.EDDSA));
    wire.cut = true;
    stranger.outcome(
        Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"none\",\"typ\":\"at+jwt\"}") + ".AAAA.AAAA");
    node.keys.disable(store.list().get(0).kid(), Actor.system("operator"), ClientInfo.none());
    String token = node.issue();
    assertThat(stranger.outcome(token)).isEqualTo("UNKNOWN_KEY");

    clock.advance(Duration.ofSeconds(30));

    assertThat(stranger.outcome(token)).isEqualTo("verified");
  }

  @Test
  void doesNotTakeATextForATokenThatHasTheSameLatin1Bytes() {
    String token = String.join(".", known());

    assertThat(node.accepts(token.replace('.', '\u012E'))).isFalse();
    assertThat(node.accepts((char) (token.charAt(0) + 0x100) + token.substring(1)))
        .isFalse();
  }

  @Test
  void isOfOneVerifierOnly() {
    String token = String.join(".", known());
    TokenPolicy elsewhere = TokenPolicy.standard(Node.ISSUER, "another-api");

    assertThat(new Node(store, wire, clock, elsewhere).outcome(token)).isEqualTo("WRONG_AUDIENCE");
  }

  private String[] known() {
    String token = node.issue();
    assertThat(node.accepts(token)).isTrue();
    return token.split("\\.");
  }
}
