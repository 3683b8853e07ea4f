package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.encode;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows JWT-22 to JWT-24 of the abuse catalogue: tokens that cost whoever unpacks them. What is signed is signed by our
 * own key, so that nothing but its form is wrong with it.
 */
final class TokenBombTest {
  private static final int ROUNDS = 50;

  /** The copy of a token that fits, its decoded parts, and what a parser makes of them until it stops. */
  private static final long OF_A_TOKEN_THAT_FITS = 128 * 1024;

  private static final long OF_A_TOKEN_THAT_IS_TOO_LONG = 1_024;

  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final Forge forge = new Forge(node, clock.instant());

  @BeforeEach
  void warmUp() {
    assertThat(node.outcome(forge.token())).isEqualTo("verified");
  }

  @ParameterizedTest
  @DisplayName("JWT-22 PBES2 with a count of 2^31-1, in every form, below 5 ms each")
  @ValueSource(strings = {"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"})
  void derivesNoKey(String alg) {
    String members = "\"alg\":\"%s\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAAAAAAAAA\""
        .formatted(alg);
    String ours = "{%s,\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(members, forge.kid());
    String header = encode("{" + members + "}");

    assertCheap(header + ".AAAA.AAAA.AAAA.AAAA", OF_A_TOKEN_THAT_FITS);
    assertCheap(header + ".AAAA.AAAA", OF_A_TOKEN_THAT_FITS);
    assertCheap(encode(ours) + ".AAAA.AAAA.AAAA.AAAA", OF_A_TOKEN_THAT_FITS);
    assertCheap(forge.tokenWithHeader(ours), OF_A_TOKEN_THAT_FITS);
  }

  @Test
  @DisplayName(
      "JWT-23 a deflated bomb of 100 MB, and the largest that fits into 8 KiB, is not inflated")
  void inflatesNothing() throws IOException {
    String header = "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\",\"zip\":\"DEF\"}"
        .formatted(forge.kid());
    String jwe = encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\",\"kid\":\"%s\"}"
        .formatted(forge.kid()));
    byte[] large = deflated(100);
    byte[] fits = deflated(5);

    assertThat(large.length).isGreaterThan(90_000);
    assertCheap(forge.sign(encode(header), encode(large)), OF_A_TOKEN_THAT_IS_TOO_LONG);
    assertCheap(jwe + "..AAAA." + encode(large) + ".AAAA", OF_A_TOKEN_THAT_IS_TOO_LONG);
    String signed = forge.sign(encode(header), encode(fits));
    assertThat(signed.length()).isBetween(6 * 1024, CompactToken.MAXIMUM_LENGTH);
    assertCheap(signed, OF_A_TOKEN_THAT_FITS);
    assertCheap(forge.tokenWithPayload(fits), OF_A_TOKEN_THAT_FITS);
    assertCheap(jwe + "..AAAA." + encode(fits) + ".AAAA", OF_A_TOKEN_THAT_FITS);
  }

  @ParameterizedTest
  @DisplayName("JWT-24 what is longer than 8 KiB is refused below 5 ms, and not even copied")
  @ValueSource(ints = {8 * 1024 + 1, 64 * 1024, 10 * 1024 * 1024})
  void copiesNothingThatIsTooLong(int length) {
    String token = forge.token();
    String longer = token + "A".repeat(length - token.length());

    assertCheap(longer, OF_A_TOKEN_THAT_IS_TOO_LONG);
  }

  @Test
  @DisplayName(
      "JWT-24 100,000 arrays in one another, 100,000 claims, a name of 1 MB and a number of 1 MB")
  void readsNothingThatIsTooLong() {
    for (String bomb : List.of(
        "[".repeat(100_000) + "]".repeat(100_000),
        members(100_000),
        "{\"" + "k".repeat(1_000_000) + "\":1}",
        "9".repeat(1_000_000))) {
      assertCheap(tokenWithClaim(bomb), OF_A_TOKEN_THAT_IS_TOO_LONG);
      assertCheap(tokenWithMember(bomb), OF_A_TOKEN_THAT_IS_TOO_LONG);
    }
  }

  @Test
  @DisplayName("JWT-24 the most of each that fits into 8 KiB, in the header and in the claims")
  void isNotImpressedByWhatFits() {
    for (String bomb : List.of(
        "[".repeat(2_500) + "]".repeat(2_500),
        "[".repeat(5_000),
        "{\"a\":".repeat(900) + "1" + "}".repeat(900),
        "{\"a\":".repeat(1_000),
        members(500),
        "{\"" + "k".repeat(5_000) + "\":1}",
        "9".repeat(5_000),
        "1e" + "9".repeat(5_000),
        "\"" + "\\u0000".repeat(800) + "\"")) {
      assertThat(tokenWithClaim(bomb).length()).isLessThanOrEqualTo(CompactToken.MAXIMUM_LENGTH);
      assertFast(tokenWithClaim(bomb), OF_A_TOKEN_THAT_FITS);
      assertCheap(tokenWithMember(bomb), OF_A_TOKEN_THAT_FITS);
    }
    assertCheap(tokenWithClaim("[".repeat(2_500) + "]".repeat(2_500)), OF_A_TOKEN_THAT_FITS);
    assertCheap(tokenWithClaim("[".repeat(5_000)), OF_A_TOKEN_THAT_FITS);
    assertCheap(tokenWithClaim("{\"a\":".repeat(1_000)), OF_A_TOKEN_THAT_FITS);
  }

  private String tokenWithClaim(String json) {
    Forge other = new Forge(node, clock.instant());
    return other.with("bomb", json).token();
  }

  private String tokenWithMember(String json) {
    return forge.tokenWithHeader("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\",\"bomb\":%s}"
        .formatted(forge.kid(), json));
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static byte[] deflated(int megabytes) throws IOException {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    Deflater raw = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream out = new DeflaterOutputStream(small, raw)) {
      byte[] blanks = " ".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < megabytes; i++) {
        out.write(blanks);
      }
    } finally {
      raw.end();
    }
    return small.toByteArray();
  }

  private void assertCheap(String token, long mostBytes) {
    assertThat(node.accepts(token)).isFalse();
    assertFast(token, mostBytes);
  }

  /** The median of many rounds: some of them may have to wait for the machine. */
  private void assertFast(String token, long mostBytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      boolean unused = node.accepts(token);
      nanos[i] = System.nanoTime() - begin;
    }
    assertThat((threads.getThreadAllocatedBytes(thread) - bytes) / ROUNDS)
        .as("bytes for each of %d characters", token.length())
        .isLessThan(mostBytes);
    Arrays.sort(nanos);
    assertThat(Duration.ofNanos(nanos[ROUNDS / 2])).isLessThan(Duration.ofMillis(5));
  }
}
