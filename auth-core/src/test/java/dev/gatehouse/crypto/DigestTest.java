package dev.gatehouse.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DigestTest {
  /** FIPS 180-2, appendix B.1. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isTheSha256OfTheStandard() {
    assertThat(Digest.of("abc").bytes()).isEqualTo(HexFormat.of().parseHex(OF_ABC));
    assertThat(new Sha256().digest(new byte[] {'a', 'b', 'c'})).isEqualTo(Digest.of("abc"));
    assertThat(Digest.of("abc")).hasToString("Digest(ba7816bf…)");
  }

  @Test
  void everyBitCounts() {
    byte[] bytes = HexFormat.of().parseHex(OF_ABC);
    Digest digest = Digest.wrap(bytes);
    assertThat(digest).isEqualTo(Digest.of("abc")).hasSameHashCodeAs(Digest.of("abc"));
    for (int bit = 0; bit < 256; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Digest.wrap(other)).isNotEqualTo(digest);
      assertThat(Digest.wrap(other).bytes()).isEqualTo(other);
    }
  }

  @Test
  void nobodyElseHoldsItsBytes() {
    byte[] bytes = HexFormat.of().parseHex(OF_ABC);
    Digest digest = Digest.wrap(bytes);
    bytes[0] = 0;
    digest.bytes()[1] = 0;
    assertThat(digest).isEqualTo(Digest.of("abc"));
  }

  @Test
  void refusesWhatIsNoDigest() {
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.wrap(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.wrap(new byte[33]));
  }
}
