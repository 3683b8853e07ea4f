package dev.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyFormatTest {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final ApiKeyFormat format = new ApiKeyFormat("acme", "live");
  private final RandomSource random = RandomSource.secure();

  @Test
  void aKeyHasItsWordsItsRandomPartAndTheChecksumOfAllBeforeIt() {
    String key = format.issue(random).reveal();
    assertThat(key).matches("acme_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
    String body = key.substring(0, key.length() - 7);
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    assertThat(number(key.substring(key.length() - 6)))
        .isEqualTo(BigInteger.valueOf(crc.getValue()));
    assertThat(format.digest(Secret.of(key))).contains(Digest.of(key));
    assertThat(format.start(Secret.of(key))).isEqualTo(key.substring(0, 14));
  }

  private static BigInteger number(String base62) {
    BigInteger value = BigInteger.ZERO;
    for (char c : base62.toCharArray()) {
      value = value.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(DIGITS.indexOf(c)));
    }
    return value;
  }

  @Test
  void everyBitOfTheRandomnessIsInTheKey() {
    List<byte[]> drawn = new ArrayList<>();
    byte[] most = new byte[32];
    java.util.Arrays.fill(most, (byte) 0xFF);
    drawn.add(most);
    drawn.add(new byte[32]);
    for (int i = 0; i < 200; i++) {
      drawn.add(random.bytes(32));
    }
    for (byte[] bytes : drawn) {
      String key = format.issue(count -> bytes).reveal();
      assertThat(number(key.substring(10, 53))).isEqualTo(new BigInteger(1, bytes));
    }
  }

  @Test
  @DisplayName(
      "KEY-04: a key with any one character changed, dropped, doubled or swapped is refused")
  void everyTypingErrorIsFound() {
    String key = format.issue(random).reveal();
    for (int i = 0; i < key.length(); i++) {
      for (char other : "0AZaz_-\u0130\u4e00".toCharArray()) {
        if (other != key.charAt(i)) {
          assertRefused(key.substring(0, i) + other + key.substring(i + 1));
        }
      }
      assertRefused(key.substring(0, i) + key.substring(i + 1));
      assertRefused(key.substring(0, i) + key.charAt(i) + key.substring(i));
      if (i > 0 && key.charAt(i) != key.charAt(i - 1)) {
        assertRefused(
            key.substring(0, i - 1) + key.charAt(i) + key.charAt(i - 1) + key.substring(i + 1));
      }
    }
  }

  private void assertRefused(String text) {
    assertThat(format.isWellFormed(text)).as(text).isFalse();
    assertThat(format.digest(Secret.of(text))).isEmpty();
  }

  @Test
  @DisplayName("KEY-04: a checksum has one spelling: a number beyond 32 bits is none")
  void aChecksumHasOneSpelling() {
    String key = format.issue(random).reveal();
    BigInteger same = number(key.substring(key.length() - 6)).add(BigInteger.ONE.shiftLeft(32));
    StringBuilder spelled = new StringBuilder();
    for (BigInteger rest = same; spelled.length() < 6; rest = rest.divide(BigInteger.valueOf(62))) {
      spelled.insert(0, DIGITS.charAt(rest.mod(BigInteger.valueOf(62)).intValue()));
    }
    assertRefused(key.substring(0, key.length() - 6) + spelled);
  }

  @Test
  @DisplayName(
      "KEY-04: a million random texts in the form of a key are refused, each for a copy of it")
  void junkCostsACopyOfItAtMost() {
    String[] junk = junk();
    assertThat(accepted(junk, 200_000)).isZero();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int accepted = accepted(junk, 1_000_000);
    long garbage = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(accepted).isZero();
    assertThat(garbage / 1_000_000.0).as("bytes per refused key").isLessThan(128);
  }

  private int accepted(String[] junk, int count) {
    int accepted = 0;
    for (int i = 0; i < count; i++) {
      accepted += format.isWellFormed(junk[i % junk.length]) ? 1 : 0;
    }
    return accepted;
  }

  /** Returns texts that are nearly keys, each wrong in another way. */
  private String[] junk() {
    Random letters = new Random(7);
    String[] junk = new String[10_000];
    for (int i = 0; i < junk.length; i++) {
      StringBuilder text = new StringBuilder("acme_live_");
      letters.ints(43, 0, 62).forEach(d -> text.append(DIGITS.charAt(d)));
      text.append('_');
      letters.ints(6, 0, 62).forEach(d -> text.append(DIGITS.charAt(d)));
      if (i % 3 == 1) {
        text.setLength(text.length() - 1 - i % 7);
      } else if (i % 3 == 2) {
        text.setCharAt(i % text.length(), '\u00e9');
      }
      junk[i] = text.toString();
    }
    return junk;
  }

  @Test
  void theKeyOfAnotherEnvironmentOrApplicationIsJunk() {
    Secret key = format.issue(random);
    assertThat(new ApiKeyFormat("acme", "test").digest(key)).isEmpty();
    assertThat(new ApiKeyFormat("ak", "live").digest(key)).isEmpty();
    assertThat(new ApiKeyFormat("acme", "live").digest(key)).isPresent();
  }

  @Test
  void theExpressionsForScannersFindKeysInTextAndNothingElse() {
    String key = format.issue(random).reveal();
    for (String expression : List.of(format.pattern(), ApiKeyFormat.ANY_KEY)) {
      var found = Pattern.compile(expression).matcher("curl -H 'X-Api-Key: " + key + "' …");
      assertThat(found.find()).isTrue();
      assertThat(found.group()).isEqualTo(key);
      assertThat(
              Pattern.compile(expression).matcher("x" + key.substring(1) + "y").find())
          .isFalse();
    }
    assertThat(key).doesNotMatch(new ApiKeyFormat("ak", "live").pattern());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "a_b", "a-b", "seventeenletters1", "ä", "a b"})
  void aWordThatCannotStandInAKeyIsRefused(String word) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ApiKeyFormat(word, "live"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ApiKeyFormat("ak", word));
  }
}
