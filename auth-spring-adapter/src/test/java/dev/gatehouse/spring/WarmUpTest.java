package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeys;
import dev.gatehouse.token.TokenAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

@Tag("without-security")
final class WarmUpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithAnUnsoundKey {
    @Bean
    Storage storage() {
      InMemoryStorage storage = InMemoryStorage.create();
      storage.signingKeys().rotate("", tooShort(), Instant.now());
      return storage;
    }

    @Bean
    CapturedMail mail() {
      return new CapturedMail();
    }
  }

  @Test
  void neitherHoldsUpTheStartNorTheEndOfTheApplication() throws Exception {
    CountDownLatch heldUp = new CountDownLatch(1);
    CompletableFuture<Thread> thread = new CompletableFuture<>();

    new WarmUp(() -> {
          thread.complete(Thread.currentThread());
          awaitQuietly(heldUp);
        })
        .onApplicationEvent(ready());

    assertThat(thread.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isNotSameAs(Thread.currentThread())
        .matches(Thread::isDaemon, "a daemon");
    heldUp.countDown();
  }

  @Test
  void readsTheKeysOfEveryApplicationBeforeAnybodyLogsIn() throws Exception {
    try (LogCapture log = LogCapture.of(SigningKeys.class);
        HostApp app = HostApp.start(
            List.of("spring.autoconfigure.exclude="
                + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"),
            List.of(WithAnUnsoundKey.class))) {
      assertThat(soonContains(log, "signing key planted is not usable")).isTrue();
      assertThat(app.gatehouse().signingKeys().jwks()).contains("OKP");
    }
  }

  private static boolean soonContains(LogCapture log, String text) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (log.lines().stream().anyMatch(line -> line.contains(text))) {
        return true;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return false;
  }

  private static SigningKeyRecord tooShort() {
    KeyRing ring = new KeyRing(Secret.of(HostApp.SECRET), List.of(), RandomSource.secure());
    String named = "\"kty\":\"oct\",\"kid\":\"planted\",\"use\":\"sig\",\"alg\":\"HS256\"";
    byte[] jwk = ("{" + named + ",\"k\":\"dG9vIHNob3J0\"}").getBytes(StandardCharsets.UTF_8);
    Instant now = Instant.now();
    return new SigningKeyRecord(
        "planted",
        TokenAlgorithm.HS256,
        "{" + named + "}",
        ring.seal("signing-key", "planted", jwk),
        now,
        now,
        now.plusSeconds(1_000),
        now.plusSeconds(2_000));
  }

  private static ApplicationReadyEvent ready() {
    return new ApplicationReadyEvent(
        new SpringApplication(), new String[0], new GenericApplicationContext(), Duration.ZERO);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
