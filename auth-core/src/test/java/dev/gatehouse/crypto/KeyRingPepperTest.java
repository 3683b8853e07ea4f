package dev.gatehouse.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyRingPepperTest {
  private static final Secret OLD = Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  private static final Secret NEW = Secret.of("ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=");
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  private final KeyRing before = ring(OLD, List.of());
  private final KeyRing rotated = ring(NEW, List.of(OLD));

  @Test
  void theIdOfASecretIsEightHexadecimalDigitsAndDoesNotChange() {
    assertThat(before.currentKeyId()).matches("[0-9a-f]{8}");
    assertThat(ring(OLD, List.of()).currentKeyId()).isEqualTo(before.currentKeyId());
    assertThat(rotated.currentKeyId()).isNotEqualTo(before.currentKeyId());
  }

  @Test
  void macsUnderTheSecretThatIsNamedAlsoAfterItWasReplaced() {
    assertThat(rotated.macUnder(before.currentKeyId(), "pepper", DATA))
        .hasValueSatisfying(mac -> assertThat(mac).isEqualTo(before.mac("pepper", DATA)));
    assertThat(rotated.macUnder(rotated.currentKeyId(), "pepper", DATA))
        .hasValueSatisfying(mac -> assertThat(mac).isEqualTo(rotated.mac("pepper", DATA)));
  }

  @Test
  void hasNoMacUnderASecretThatIsNotInTheRing() {
    assertThat(before.macUnder(rotated.currentKeyId(), "pepper", DATA)).isEmpty();
    assertThat(before.knows(rotated.currentKeyId())).isFalse();
    assertThat(rotated.knows(before.currentKeyId())).isTrue();
    assertThat(before.knows("")).isFalse();
  }

  private static KeyRing ring(Secret current, List<Secret> previous) {
    return new KeyRing(current, previous, RandomSource.secure());
  }
}
