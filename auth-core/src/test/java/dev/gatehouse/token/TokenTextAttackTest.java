package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.encode;
import static dev.gatehouse.token.Forge.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.keys.AesKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are not, character by character, what we signed: the rows JWT-06 to JWT-32 of the abuse catalogue. */
final class TokenTextAttackTest {
  /** Every bit, or every fifth: five divides neither 7 nor 8, so that each bit of a character has its turn. */
  private static final int STEP = Boolean.getBoolean("test.thorough") ? 1 : 5;

  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final Forge forge = new Forge(node, clock.instant());

  @ParameterizedTest
  @DisplayName("JWT-06 signature removed, cut, extended")
  @EnumSource(TokenAlgorithm.class)
  void refusesARemovedCutOrExtendedSignature(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));

    assertThat(List.of(
            token.substring(0, dot),
            token.substring(0, dot + 1),
            token.substring(0, token.length() - 1),
            token.substring(0, dot + 1) + encode(Arrays.copyOf(signature, signature.length - 1)),
            token.substring(0, dot + 1) + encode(Arrays.copyOf(signature, signature.length + 1)),
            token.substring(0, dot + 1) + encode(new byte[signature.length])))
        .noneMatch(other::accepts);
  }

  @ParameterizedTest
  @DisplayName("JWT-06 JWT-07 one bit flipped at every position")
  @EnumSource(TokenAlgorithm.class)
  void refusesATokenWithOneFlippedBitAtEveryPosition(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    byte[] token = other.issue().getBytes(StandardCharsets.ISO_8859_1);
    List<String> accepted = new ArrayList<>();
    for (int bit = 0; bit < token.length * 7; bit += STEP) {
      byte[] flipped = token.clone();
      flipped[bit / 7] ^= (byte) (1 << bit % 7);
      String text = new String(flipped, StandardCharsets.ISO_8859_1);
      if (other.accepts(text)) {
        accepted.add(text);
      }
    }

    assertThat(accepted).isEmpty();
    assertThat(other.accepts(new String(token, StandardCharsets.ISO_8859_1))).isTrue();
  }

  @ParameterizedTest
  @DisplayName(
      "JWT-06 one bit flipped at every position of header, payload and signature before encoding")
  @EnumSource(TokenAlgorithm.class)
  void refusesOneFlippedBitInEveryDecodedPart(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String[] parts = other.issue().split("\\.");
    for (int part = 0; part < 3; part++) {
      byte[] original = Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < original.length * 8; bit += STEP) {
        byte[] flipped = original.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        String[] changed = parts.clone();
        changed[part] = encode(flipped);
        assertThat(other.accepts(String.join(".", changed))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @DisplayName("JWT-07 each claim changed after signing")
  @ValueSource(
      strings = {"iss", "aud", "sub", "sid", "jti", "iat", "exp", "auth_time", "uep", "rep", "amr"})
  void refusesAClaimThatChangedAfterSigning(String claim) {
    String token = forge.token();
    String signature = token.substring(token.lastIndexOf('.'));
    String header = token.substring(0, token.indexOf('.') + 1);

    node.assertRefused(header + encode(forge.with(claim, "1795348801").payload()) + signature);
  }

  @Test
  @DisplayName("JWT-18 JSON serialisations around a valid signature")
  void refusesJsonSerialisations() {
    String[] parts = forge.token().split("\\.");
    String inner = "\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2] + "\"";

    node.assertRefused(
        "{\"payload\":\"" + parts[1] + "\"," + inner + "}",
        "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{" + inner + "}]}");
  }

  @Test
  @DisplayName("JWT-19 any number of parts but three")
  void refusesAnyOtherNumberOfParts() {
    String token = forge.token();
    String[] parts = token.split("\\.");

    node.assertRefused("", ".", "..", "...", "a", "a.b", "a.b.", ".b.c", "a..c");
    node.assertRefused(parts[0] + '.' + parts[1], token + '.', '.' + token, token + '.' + parts[2]);
    node.assertRefused(token + ".a.b", token + ".".repeat(100), parts[0] + ".." + parts[2]);
  }

  @Test
  @DisplayName("JWT-20 encrypted tokens with a token inside")
  void refusesEncryptedTokens() throws Exception {
    JsonWebEncryption jwe = new JsonWebEncryption();
    jwe.setAlgorithmHeaderValue("dir");
    jwe.setEncryptionMethodHeaderParameter("A256GCM");
    jwe.setHeader("typ", "at+jwt");
    jwe.setKeyIdHeaderValue(forge.kid());
    jwe.setKey(new AesKey(new byte[32]));
    jwe.setPlaintext(forge.token());

    node.assertRefused(jwe.getCompactSerialization());
  }

  @Test
  @DisplayName("JWT-21 a token inside of a token")
  void refusesANestedToken() {
    node.assertRefused(
        forge.tokenWithPayload(forge.token()), forge.tokenWithPayload(quoted(forge.token())));
  }

  @ParameterizedTest
  @DisplayName("JWT-22 password-based encryption with a huge count costs nothing")
  @ValueSource(strings = {"PBES2-HS256+A128KW", "PBES2-HS512+A256KW"})
  void refusesPasswordBasedEncryptionUnread(String alg) {
    String header =
        encode("{\"alg\":\"" + alg + "\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}");

    node.assertRefused(header + ".AAAA.AAAA.AAAA.AAAA", header + ".AAAA.AAAA");
  }

  @ParameterizedTest
  @DisplayName("JWT-24 length is judged before anything else")
  @ValueSource(ints = {8 * 1024 + 1, 64 * 1024, 10 * 1024 * 1024})
  void refusesATokenThatIsTooLong(int length) {
    String token = forge.token();
    String longer = token.substring(0, token.indexOf('.') + 1)
        + "A".repeat(length - token.length())
        + token.substring(token.indexOf('.') + 1);

    assertThat(longer).hasSize(length);
    assertThat(node.outcome(longer)).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-24 the longest token that is read, and one character more")
  void acceptsAGenuineTokenUpToExactlyEightKibibytes() {
    String fits = paddedTo(8 * 1024);
    String tooLong = paddedTo(8 * 1024 + 2);

    assertThat(node.outcome(fits)).isEqualTo("verified");
    assertThat(node.outcome(tooLong)).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-31 a known token in another spelling")
  @EnumSource(TokenAlgorithm.class)
  void refusesAKnownTokenInAnotherSpelling(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();
    assertThat(other.accepts(token)).isTrue();

    assertThat(List.of(
            token + ' ',
            ' ' + token,
            token + '\n',
            token + "=",
            token + "==",
            token + '\u0000',
            token.replace(".", ". "),
            token.replaceFirst("\\.", "=."),
            token + "%3D",
            token + "\u00AD"))
        .noneMatch(other::accepts);
    assertThat(unusedBitVariants(token)).noneMatch(other::accepts);
  }

  @Test
  @DisplayName("JWT-31 the standard base64 alphabet")
  void refusesTheStandardAlphabet() {
    List<String> respelled = Stream.generate(node::issue)
        .filter(token -> token.contains("-") || token.contains("_"))
        .map(token -> token.replace('-', '+').replace('_', '/'))
        .limit(20)
        .toList();

    assertThat(respelled).noneMatch(node::accepts);
  }

  @Test
  @DisplayName("JWT-32 every other token of this library in the place of an access token")
  void refusesOtherKindsOfTokens() {
    for (String prefix : List.of("grt", "gvt", "gpr", "gak", "whsec")) {
      node.assertRefused(OpaqueToken.issue(prefix, node.random).reveal());
    }
    node.assertRefused("123456", "usr_01h455vb4pex5vsknk084sn02q", "Basic dXNlcjpwYXNz");
  }

  @Test
  void refusesATokenWithACharacterReplacedOrInserted() {
    String token = forge.token();

    assertThat(Stream.generate(() -> mutated(token)).limit(5_000)).noneMatch(node::accepts);
  }

  private String mutated(String token) {
    byte[] dice = node.random.bytes(4);
    int at = Math.floorMod(dice[0] << 8 | dice[1] & 255, token.length());
    char other = (char) (dice[2] & 0x7F);
    String changed = token.substring(0, at) + other + token.substring(at + (dice[3] & 1));
    return changed.equals(token) ? token + '.' : changed;
  }

  private String paddedTo(int length) {
    String empty = forge.with("pad", quoted("")).token();
    for (int size = (length - empty.length()) / 4 * 3; ; size++) {
      String token = forge.with("pad", quoted("x".repeat(size))).token();
      if (token.length() >= length) {
        assertThat(token).hasSizeBetween(length, length + 1);
        return token;
      }
    }
  }

  private static List<String> unusedBitVariants(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    List<String> variants = new ArrayList<>();
    String[] parts = token.split("\\.");
    for (int part = 0; part < 3; part++) {
      String original = parts[part];
      byte[] decoded = Base64.getUrlDecoder().decode(original);
      for (char last : alphabet.toCharArray()) {
        String other = original.substring(0, original.length() - 1) + last;
        if (!other.equals(original)
            && Arrays.equals(decoded, Base64.getUrlDecoder().decode(other))) {
          String[] changed = parts.clone();
          changed[part] = other;
          variants.add(String.join(".", changed));
        }
      }
    }
    return variants.isEmpty() ? Collections.singletonList(token + "=") : variants;
  }
}
