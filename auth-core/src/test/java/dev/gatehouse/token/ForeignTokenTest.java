package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.encode;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jose4j.jwe.ContentEncryptionAlgorithm;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.AesKey;
import org.jose4j.keys.PbkdfKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows JWT-14 and JWT-20 of the abuse catalogue: a token that names somebody else's keys, and a sealed one. */
final class ForeignTokenTest {
  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final Forge forge = new Forge(node, clock.instant());

  @Test
  @DisplayName("JWT-14 an address of keys in the header is never connected to, by either verifier")
  void connectsToNoAddressInAHeader() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = door.socket().getLocalPort();
      boolean unused = door.configureBlocking(false) == door;
      AtomicInteger fetches = new AtomicInteger();
      RemoteTokens remote = new RemoteTokens(
          node.policy,
          () -> {
            fetches.incrementAndGet();
            return CompletableFuture.completedFuture(node.keys.jwks());
          },
          clock);
      assertThat(remote.verify(forge.token())).isInstanceOf(TokenVerification.Verified.class);
      for (String name : List.of("jku", "x5u", "JKU", "iss", "jwk", "x5c", "kid")) {
        for (String url : urls(port)) {
          String token = forge.tokenWithHeader(headerWith(name, url));
          assertThat(node.accepts(token)).as("%s %s", name, url).isFalse();
          assertThat(remote.verify(token)).isInstanceOf(TokenVerification.Rejected.class);
        }
      }
      assertThat(fetches)
          .as("requests for the keys of the issuer that is configured")
          .hasValue(1);
      assertThat(door.accept()).as("a connection").isNull();
      assertThatTheDoorHears(door);
    }
  }

  private static List<String> urls(int port) {
    return List.of(
        "http://127.0.0.1:" + port + "/keys",
        "https://127.0.0.1:" + port + "/keys",
        "http://localhost:" + port + "/keys",
        "http://app.example.com@127.0.0.1:" + port + "/",
        "https://app.example.com:443@127.0.0.1:" + port + "/",
        "http://127.1:" + port + "/?https://app.example.com/",
        "http://2130706433:" + port + "/",
        "ftp://127.0.0.1:" + port + "/keys",
        "jar:http://127.0.0.1:" + port + "/a.jar!/keys",
        "ldap://127.0.0.1:" + port + "/keys",
        "//127.0.0.1:" + port + "/keys",
        "file:///proc/self/environ");
  }

  private String headerWith(String name, String url) {
    String kid = name.equals("kid") ? "" : "\"kid\":\"" + forge.kid() + "\",";
    return "{\"alg\":\"EdDSA\",%s\"typ\":\"at+jwt\",\"%s\":\"%s\"}".formatted(kid, name, url);
  }

  /** Or the test would prove nothing. */
  private static void assertThatTheDoorHears(ServerSocketChannel door) throws IOException {
    try (Socket visitor =
        new Socket(InetAddress.getLoopbackAddress(), door.socket().getLocalPort())) {
      assertThat(visitor.isConnected()).isTrue();
      boolean unused = door.configureBlocking(true) == door;
      try (SocketChannel heard = door.accept()) {
        assertThat(heard).isNotNull();
      }
    }
  }

  @Test
  @DisplayName(
      "JWT-20 every key management with every content encryption, around claims, a plain and a genuine token")
  void refusesEverySealedToken() throws Exception {
    SealingKeys keys = new SealingKeys();
    AlgorithmFactoryFactory known = AlgorithmFactoryFactory.getInstance();
    Set<String> managements = known.getJweKeyManagementAlgorithmFactory().getSupportedAlgorithms();
    Set<String> encryptions =
        known.getJweContentEncryptionAlgorithmFactory().getSupportedAlgorithms();
    String plain = encode("{\"alg\":\"none\"}") + '.' + encode(forge.payload()) + '.';
    for (String alg : managements) {
      for (String enc : encryptions) {
        for (String inside : List.of(forge.payload(), plain, forge.token())) {
          String token = sealed(alg, enc, keys.of(alg, enc), inside);
          assertThat(node.outcome(token)).as("%s %s", alg, enc).isEqualTo("MALFORMED");
        }
        assertThat(node.accepts(forge.tokenWithHeader(header(alg, enc))))
            .as("a signed token that calls itself %s %s", alg, enc)
            .isFalse();
      }
    }
    assertThat(managements)
        .contains(
            "dir", "RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW", "A128KW")
        .contains("A256GCMKW", "PBES2-HS256+A128KW");
    assertThat(encryptions).contains("A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM");
  }

  private String header(String alg, String enc) {
    return "{\"alg\":\"%s\",\"enc\":\"%s\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}"
        .formatted(alg, enc, forge.kid());
  }

  private String sealed(String alg, String enc, Key key, String inside) throws JoseException {
    JsonWebEncryption jwe = new JsonWebEncryption();
    jwe.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    jwe.setAlgorithmHeaderValue(alg);
    jwe.setEncryptionMethodHeaderParameter(enc);
    jwe.setHeader("typ", "at+jwt");
    jwe.setHeader("cty", "JWT");
    jwe.setKeyIdHeaderValue(forge.kid());
    if (alg.startsWith("PBES2")) {
      jwe.getHeaders().setObjectHeaderValue("p2c", 1000L);
    }
    jwe.setKey(key);
    jwe.setPlaintext(inside);
    return jwe.getCompactSerialization();
  }

  /** A fitting key for each algorithm. */
  private static final class SealingKeys {
    private final PublicJsonWebKey rsa;
    private final KeyPair curve;

    SealingKeys() throws Exception {
      rsa = TestRsa.key(TestRsa.P, TestRsa.Q, RsaPssKey.EXPONENT);
      KeyPairGenerator ofCurve = KeyPairGenerator.getInstance("EC");
      ofCurve.initialize(new ECGenParameterSpec("secp256r1"));
      curve = ofCurve.generateKeyPair();
    }

    Key of(String alg, String enc) throws JoseException {
      if (alg.startsWith("RSA")) {
        return rsa.getPublicKey();
      }
      if (alg.startsWith("ECDH")) {
        return curve.getPublic();
      }
      if (alg.startsWith("PBES2")) {
        return new PbkdfKey("a password that both sides know");
      }
      return new AesKey(new byte[alg.equals("dir") ? bytes(enc) : bits(alg) / 8]);
    }

    private static int bytes(String enc) throws JoseException {
      ContentEncryptionAlgorithm algorithm = AlgorithmFactoryFactory.getInstance()
          .getJweContentEncryptionAlgorithmFactory()
          .getAlgorithm(enc);
      return algorithm.getContentEncryptionKeyDescriptor().getContentEncryptionKeyByteLength();
    }

    private static int bits(String alg) {
      return Integer.parseInt(alg.substring(1, 4));
    }
  }
}
