package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/**
 * The public Wycheproof vectors (https://github.com/C2SP/wycheproof, folder testvectors_v1), which lie among the test
 * resources with their commit and licence. The environment variable GATEHOUSE_WYCHEPROOF names another folder to read.
 */
final class WycheproofTest {
  private static final Optional<Path> FOLDER =
      Optional.ofNullable(System.getenv("GATEHOUSE_WYCHEPROOF")).map(Path::of);

  private final MovableClock clock = new MovableClock();

  private record Vector(Map<String, Object> group, Map<String, Object> test) {
    boolean isValid() {
      return "valid".equals(test.get("result"));
    }

    Object id() {
      return test.get("tcId");
    }
  }

  @Test
  void theFrontDoorRefusesEveryTokenOfTheJwsAndJwkFilesEvenUnderItsOwnKey() throws Exception {
    Map<Object, Node> nodes = new IdentityHashMap<>();
    int seen = 0;
    for (Vector vector : tokens()) {
      Node node = nodes.computeIfAbsent(vector.group(), group -> nodeWithTheKeyOf(vector));
      assertThat(node.accepts(String.valueOf(vector.test().get("jws"))))
          .as("%s", vector.id())
          .isFalse();
      seen++;
    }
    assertThat(seen).isGreaterThan(400);
  }

  @Test
  void behindTheHeaderCompareTheGrammarTheKeysAndTheSignaturesRefuseEveryInvalidTokenToo()
      throws Exception {
    int accepted = 0;
    List<Object> wrong = new ArrayList<>();
    for (Vector vector : tokens()) {
      boolean outcome = verifiesWithoutHeaderCompare(vector);
      accepted += outcome ? 1 : 0;
      if (outcome && !vector.isValid() && !isAlsoCalledValid(vector)) {
        wrong.add(vector.id());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(accepted).isGreaterThan(5);
  }

  @Test
  void agreesOnEd25519() throws Exception {
    int seen = 0;
    for (Vector vector : vectors("ed25519_test.json")) {
      Map<?, ?> key = (Map<?, ?>) vector.group().get("publicKey");
      byte[] point = hex(key.get("pk"));
      byte[] message = hex(vector.test().get("msg"));
      boolean outcome = Ed25519Key.verify(
          Ed25519Key.point(point), message, message.length, hex(vector.test().get("sig")));
      assertThat(outcome).as("%s", vector.id()).isEqualTo(vector.isValid());
      seen++;
    }
    assertThat(seen).isGreaterThan(100);
  }

  @Test
  void agreesOnP256ExceptThatTheHigherOfTwoSignaturesIsRefused() throws Exception {
    BigInteger half = new BigInteger(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
        .shiftRight(1);
    int seen = 0;
    for (Vector vector : vectors("ecdsa_secp256r1_sha256_p1363_test.json")) {
      byte[] message = hex(vector.test().get("msg"));
      byte[] signature = hex(vector.test().get("sig"));
      boolean high = signature.length == 64
          && new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)).compareTo(half) > 0;
      byte[] point = hex(((Map<?, ?>) vector.group().get("publicKey")).get("uncompressed"));
      boolean outcome = EcdsaP256Key.verify(
          EcdsaP256Key.point(
              new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
              new BigInteger(1, Arrays.copyOfRange(point, 33, 65))),
          message,
          message.length,
          signature);
      assertThat(outcome).as("%s", vector.id()).isEqualTo(vector.isValid() && !high);
      seen++;
    }
    assertThat(seen).isGreaterThan(200);
  }

  /** In two vectors of 2026 (367 and 370) the spoilt padding got lost: they are the valid token 357, byte for byte. */
  private static boolean isAlsoCalledValid(Vector vector) {
    return maps(vector.group().get("tests")).stream()
        .filter(test -> "valid".equals(test.get("result")))
        .anyMatch(test -> test.get("jws").equals(vector.test().get("jws")));
  }

  private List<Vector> tokens() throws Exception {
    List<Vector> all = new ArrayList<>();
    for (String file : List.of(
        "json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json")) {
      vectors(file).stream().filter(vector -> vector.test().containsKey("jws")).forEach(all::add);
    }
    return all;
  }

  private List<Vector> vectors(String file) throws Exception {
    Map<String, Object> root = JsonUtil.parseJson(text(file));
    List<Vector> vectors = new ArrayList<>();
    for (Map<String, Object> group : maps(root.get("testGroups"))) {
      maps(group.get("tests")).forEach(test -> vectors.add(new Vector(group, test)));
    }
    return vectors;
  }

  private static String text(String file) throws IOException {
    if (FOLDER.isPresent()) {
      return Files.readString(FOLDER.get().resolve(file));
    }
    try (InputStream stored = WycheproofTest.class.getResourceAsStream("wycheproof/" + file)) {
      assertThat(stored).as(file).isNotNull();
      return new String(stored.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Every key of the vector, single or in a set, private where there is a private one. */
  private static List<Map<String, Object>> keys(Vector vector) {
    Object key = vector.group().getOrDefault("private", vector.group().get("public"));
    Map<String, Object> map = maps(List.of(key)).get(0);
    return map.containsKey("keys") ? maps(map.get("keys")) : List.of(map);
  }

  private Node nodeWithTheKeyOf(Vector vector) {
    ListKeyStore store = new ListKeyStore();
    Node node = new Node(store, new Wire(), clock, Node.policy(TokenAlgorithm.EDDSA));
    for (Map<String, Object> jwk : keys(vector)) {
      algorithm(jwk).ifPresent(algorithm -> store.plant(planted(node, jwk, algorithm)));
    }
    clock.advance(java.time.Duration.ofMinutes(1));
    return node;
  }

  private SigningKeyRecord planted(Node node, Map<String, Object> jwk, TokenAlgorithm algorithm) {
    String kid = String.valueOf(jwk.get("kid"));
    byte[] json = JsonUtil.toJson(jwk).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> open = new LinkedHashMap<>(jwk);
    open.keySet().removeAll(List.of("d", "p", "q", "dp", "dq", "qi", "k"));
    Instant now = clock.instant();
    return new SigningKeyRecord(
        kid,
        algorithm,
        JsonUtil.toJson(open),
        node.ring.seal("signing-key", kid, json),
        now,
        now,
        now.plusSeconds(100_000),
        now.plusSeconds(200_000));
  }

  /** Our grammar, our reading of keys and our signature check, but any header with the right algorithm and key id. */
  private static boolean verifiesWithoutHeaderCompare(Vector vector) {
    byte[] text = String.valueOf(vector.test().get("jws")).getBytes(StandardCharsets.UTF_8);
    CompactToken token = CompactToken.parse(text);
    if (token == null) {
      return false;
    }
    try {
      Map<String, Object> header = JsonUtil.parseJson(Forge.decode(token.header()));
      List<Map<String, Object>> named = keys(vector).stream()
          .filter(jwk -> String.valueOf(jwk.get("kid")).equals(header.get("kid")))
          .toList();
      if (named.size() != 1
          || keys(vector).stream()
                  .map(jwk -> "oct".equals(jwk.get("kty")))
                  .distinct()
                  .count()
              > 1) {
        return false;
      }
      Map<String, Object> jwk = named.get(0);
      TokenAlgorithm algorithm = algorithm(jwk).orElse(null);
      if (algorithm == null || !algorithm.jws().equals(header.get("alg"))) {
        return false;
      }
      JwsKey key = JwsKey.of(new Jwk(jwk), String.valueOf(jwk.get("kid")), algorithm);
      return key.verify(text, token.signedLength(), token.signature());
    } catch (JoseException | RuntimeException e) {
      return false;
    }
  }

  private static Optional<TokenAlgorithm> algorithm(Map<String, Object> jwk) {
    return Stream.of(TokenAlgorithm.values())
        .filter(algorithm -> algorithm.jws().equals(jwk.get("alg")))
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }

  private static byte[] hex(Object text) {
    return HexFormat.of().parseHex(String.valueOf(text));
  }
}
