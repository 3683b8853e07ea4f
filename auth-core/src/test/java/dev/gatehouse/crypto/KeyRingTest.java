package dev.gatehouse.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyRingTest {
  private static final Secret OLD = Secret.of("b2xkIHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final Secret NEW = Secret.of("bmV3IHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final byte[] PLAIN = "a signing key".getBytes(StandardCharsets.UTF_8);

  private final RandomSource random = RandomSource.secure();
  private final KeyRing before = new KeyRing(OLD, List.of(), random);
  private final KeyRing rotated = new KeyRing(NEW, List.of(OLD), random);
  private final KeyRing after = new KeyRing(NEW, List.of(), random);

  @Test
  void opensWhatItSealedForTheSamePurposeAndContextOnly() {
    Sealed sealed = before.seal("purpose", "row 1", PLAIN);
    assertThat(before.open("purpose", "row 1", sealed)).contains(PLAIN);
    assertThat(before.open("purpose", "row 2", sealed)).isEmpty();
    assertThat(before.open("other", "row 1", sealed)).isEmpty();
  }

  @Test
  void sealsTheSameValueDifferentlyEachTime() {
    assertThat(before.seal("p", "c", PLAIN)).isNotEqualTo(before.seal("p", "c", PLAIN));
  }

  @Test
  void refusesAValueWithAnyBitChanged() {
    byte[] sealed = before.seal("p", "c", PLAIN).bytes();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] altered = sealed.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(before.open("p", "c", Sealed.of(altered))).as("bit %d", bit).isEmpty();
    }
    assertThat(before.open("p", "c", Sealed.of(Arrays.copyOf(sealed, 20)))).isEmpty();
    assertThat(before.open("p", "c", Sealed.nothing())).isEmpty();
  }

  @Test
  void aFormerSecretOpensAndVerifiesUntilItLeavesTheRing() {
    Sealed sealed = before.seal("p", "c", PLAIN);
    byte[] tag = before.mac("p", PLAIN);
    assertThat(rotated.open("p", "c", sealed)).contains(PLAIN);
    assertThat(rotated.verifyMac("p", PLAIN, tag)).isTrue();
    assertThat(after.open("p", "c", sealed)).isEmpty();
    assertThat(after.verifyMac("p", PLAIN, tag)).isFalse();
  }

  @Test
  void acceptsNoTagThatIsShorterThanSixteenBytesOrOfAnotherPurpose() {
    byte[] tag = before.mac("p", PLAIN);
    assertThat(before.verifyMac("p", PLAIN, Arrays.copyOf(tag, 16))).isTrue();
    assertThat(before.verifyMac("p", PLAIN, Arrays.copyOf(tag, 15))).isFalse();
    assertThat(before.verifyMac("p", PLAIN, new byte[0])).isFalse();
    assertThat(before.verifyMac("q", PLAIN, tag)).isFalse();
  }

  @ParameterizedTest
  @DisplayName(
      "CFG-01: a secret that is missing, short, no base64 or can be guessed is refused without being shown")
  @ValueSource(
      strings = {"", "c2hvcnQ=", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
  void refusesASecretThatProtectsNothing(String secret) {
    assertThatThrownBy(() -> new KeyRing(Secret.of(secret), List.of(), random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl rand -base64 32")
        .satisfies(thrown -> {
          if (!secret.isEmpty()) {
            assertThat(thrown.getMessage()).doesNotContain(secret);
          }
        });
  }

  @Test
  void aSecretNeverPrintsAndComparesByValue() {
    assertThat(OLD).hasToString("Secret(***)").isNotEqualTo(NEW);
    assertThat(OLD).isEqualTo(Secret.of(OLD.reveal())).hasSameHashCodeAs(NEW);
  }
}
