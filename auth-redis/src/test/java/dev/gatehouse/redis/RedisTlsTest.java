package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisTlsTest {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static final String PASSWORD = "only for this test";

  @TempDir
  static Path folder;

  private static RedisServer server;

  @BeforeAll
  static void start() {
    Certificate own = Certificate.make("own", "ip:127.0.0.1");
    Certificate unused = Certificate.make("stranger", "ip:127.0.0.1");
    try {
      int port = freePort();
      server = RedisServer.start(
          port,
          "port 0",
          "tls-port " + port,
          "tls-cert-file " + own.certificate(),
          "tls-key-file " + own.key(),
          "tls-ca-cert-file " + own.certificate(),
          "tls-auth-clients no");
    } catch (IllegalStateException e) {
      abort("this redis-server has no TLS: " + e.getMessage());
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** A certificate that nobody but itself vouches for, made by the JDK's own tool. */
  private record Certificate(Path certificate, Path key) {
    static Certificate make(String name, String subject) {
      Path store = folder.resolve(name + ".p12");
      try {
        run(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "redis",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + subject,
            "-ext",
            "bc:c",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
        return read(name, store);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("no certificate", e);
      }
    }

    private static Certificate read(String name, Path store)
        throws IOException, GeneralSecurityException {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      return new Certificate(
          pem(name + ".crt", "CERTIFICATE", keys.getCertificate("redis").getEncoded()),
          pem(
              name + ".key",
              "PRIVATE KEY",
              keys.getKey("redis", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(String file, String kind, byte[] bytes) throws IOException {
      String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
      return Files.writeString(
          folder.resolve(file),
          "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static void run(String... command) throws IOException {
      Process tool = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("keytool.log").toFile())
          .start();
      try {
        if (tool.waitFor() != 0) {
          throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String ask(RedisSettings settings) {
    try (Redis redis = Redis.at(settings.withTimeout(Duration.ofSeconds(5)), SECRET)) {
      SharedCache cache = redis.sharedCache();
      return cache
          .read(List.of("AAAAAAAAAAAAAAAAAAAAAA"), "?seed", Duration.ofMinutes(1))
          .get(0)
          .text();
    }
  }

  @Test
  void speaksToAServerThatItsAuthorityVouchesFor() {
    assertThat(ask(RedisSettings.of("rediss://127.0.0.1:" + server.port())
            .withAuthorities(folder.resolve("own.crt"))))
        .startsWith("?");
  }

  @Test
  @DisplayName("CFG-05 TLS: a server that only others vouch for is not spoken to")
  void refusesAStranger() {
    RedisSettings settings = RedisSettings.of("rediss://127.0.0.1:" + server.port());
    assertThatThrownBy(() -> ask(settings)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> ask(settings.withAuthorities(folder.resolve("stranger.crt"))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("CFG-05 TLS: a server with another name than the address is not spoken to")
  void refusesAnotherName() {
    assertThatThrownBy(() -> ask(RedisSettings.of("rediss://localhost:" + server.port())
            .withAuthorities(folder.resolve("own.crt"))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("CFG-05 TLS downgrade: a server without TLS is not spoken to in the clear")
  void refusesToSpeakInTheClear() {
    try (RedisServer plain = RedisServer.start()) {
      assertThatThrownBy(() -> ask(RedisSettings.of("rediss://127.0.0.1:" + plain.port())
              .withAuthorities(folder.resolve("own.crt"))))
          .isInstanceOf(StoreException.class);
    }
  }
}
