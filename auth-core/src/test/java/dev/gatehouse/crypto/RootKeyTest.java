package dev.gatehouse.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RootKeyTest {
  @ParameterizedTest
  @ValueSource(ints = {32, 33, 63, 64, 65, 200})
  void yieldsWhatAnotherHkdfYields(int bytes) {
    byte[] secret = RandomSource.secure().bytes(bytes);
    RootKey key = new RootKey(secret);
    for (String purpose : List.of("key-id", "pepper", "", "of one use/" + "x".repeat(300), "ä")) {
      byte[] expected = hkdf(secret, "gatehouse/v1/" + purpose);
      assertThat(key.derive(purpose)).as(purpose).isEqualTo(expected);
      assertThat(key.derive(purpose)).as("again: %s", purpose).isEqualTo(expected);
    }
  }

  @Test
  void aCallerWhoWipesAKeyLeavesTheNextOneWhole() {
    RootKey key = new RootKey(RandomSource.secure().bytes(32));
    byte[] first = key.derive("pepper");
    byte[] kept = first.clone();
    Arrays.fill(first, (byte) 0);
    assertThat(key.derive("pepper")).isEqualTo(kept);
  }

  private static byte[] hkdf(byte[] secret, String info) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(secret, null, info.getBytes(StandardCharsets.UTF_8)));
    byte[] key = new byte[32];
    hkdf.generateBytes(key, 0, key.length);
    return key;
  }
}
