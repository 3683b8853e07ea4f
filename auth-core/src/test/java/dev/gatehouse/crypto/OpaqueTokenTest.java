package dev.gatehouse.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpaqueTokenTest {
  private final RandomSource random = RandomSource.secure();

  @Test
  void aTokenIsRecognisedByItsKindAndDigest() {
    Secret token = OpaqueToken.issue("grt", random);
    assertThat(token.reveal()).matches("grt_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{6}");
    assertThat(OpaqueToken.digest("grt", token)).contains(Digest.of(token.reveal()));
    assertThat(OpaqueToken.digest("gvt", token)).isEmpty();
  }

  @Test
  void aTokenWithAnyCharacterChangedIsRefusedWithoutALookUp() {
    String token = OpaqueToken.issue("grt", random).reveal();
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String altered = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(OpaqueToken.digest("grt", Secret.of(altered)))
          .as("character %d", i)
          .isEmpty();
    }
    assertThat(OpaqueToken.digest("grt", Secret.of(token + "A"))).isEmpty();
    assertThat(OpaqueToken.digest("grt", Secret.of(""))).isEmpty();
  }

  @Test
  void twoTokensDiffer() {
    assertThat(OpaqueToken.issue("grt", random)).isNotEqualTo(OpaqueToken.issue("grt", random));
  }
}
