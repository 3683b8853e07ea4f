package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LazyKeyTest {
  private static final byte[] INPUT = "header.claims".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void isReadAtTheFirstUseAndNeverAgain() {
    LazyKey key = new LazyKey("one", this::material);
    assertThat(reads).hasValue(0);

    byte[] signature = key.sign(INPUT);

    assertThat(key.verify(INPUT, INPUT.length, signature)).isTrue();
    assertThat(key.verify(INPUT, INPUT.length - 1, signature)).isFalse();
    assertThat(reads).hasValue(1);
  }

  @Test
  void whoAsksWhetherItIsSoundUsesIt() {
    LazyKey key = new LazyKey("one", this::material);

    assertThat(key.isSound()).isTrue();
    key.sign(INPUT);

    assertThat(reads).hasValue(1);
  }

  @Test
  void whoeverComesAtTheSameMomentGetsAKeyThatWorks() {
    LazyKey key = new LazyKey("one", this::material);

    List<byte[]> signatures =
        IntStream.range(0, 200).parallel().mapToObj(i -> key.sign(INPUT)).toList();

    assertThat(signatures).allMatch(signature -> key.verify(INPUT, INPUT.length, signature));
    assertThat(reads).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUnsoundOneIsLookedAtOnceAndSaysWhatToDo(boolean refused) {
    LazyKey key = new LazyKey("one", () -> {
      reads.incrementAndGet();
      throw refused
          ? new IllegalArgumentException("it is too short")
          : new IllegalStateException("it is too short");
    });

    assertThatIllegalStateException()
        .isThrownBy(() -> key.sign(INPUT))
        .withMessage("signing key one is not usable: it is too short; disable it");
    byte[] genuine = material().sign(INPUT);
    reads.decrementAndGet();
    assertThat(key.verify(INPUT, INPUT.length, genuine)).isFalse();
    assertThat(key.isSound()).isFalse();
    assertThat(reads).hasValue(1);
  }

  private JwsKey material() {
    reads.incrementAndGet();
    return HmacKey.of(new OctetSequenceJsonWebKey(new javax.crypto.spec.SecretKeySpec(
        "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HMAC")));
  }
}
