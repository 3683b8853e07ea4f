package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoveryCodeTest {
  private static final Secret OLD = Secret.of("b2xkIHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final Secret NEW = Secret.of("bmV3IHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final String CODE = "A1B0-C2D3-E4F5-G6H7-J8K9-MNPQ";
  private static final UserId ANN = new UserId(new UUID(1, 2));

  private final KeyRing keys = new KeyRing(OLD, List.of(), RandomSource.secure());

  @Test
  void isSixGroupsOfFourReadableCharacters() {
    assertThat(RecoveryCode.random(RandomSource.secure()).reveal())
        .matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}");
  }

  @ParameterizedTest
  @DisplayName("OTP-08: however it is typed, it is one code")
  @ValueSource(
      strings = {
        "a1b0-c2d3-e4f5-g6h7-j8k9-mnpq",
        "A1B0C2D3E4F5G6H7J8K9MNPQ",
        " A1B0 C2D3 E4F5 G6H7 J8K9 MNPQ ",
        "ALBO-C2D3-E4F5-G6H7-J8K9-MNPQ",
        "aIbo c2d3e4f5g6h7j8k9mnpq"
      })
  void isOneCodeHoweverItIsTyped(String typed) {
    assertThat(digest(ANN, typed)).isPresent().isEqualTo(digest(ANN, CODE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "A1B0-C2D3-E4F5-G6H7-J8K9-MNP",
        "A1B0-C2D3-E4F5-G6H7-J8K9-MNPQQ",
        "U1B0-C2D3-E4F5-G6H7-J8K9-MNPQ",
        "A1B0-C2D3-E4F5-G6H7-J8K9-MNP\n",
        "%"
      })
  void anythingElseIsNone(String typed) {
    assertThat(digest(ANN, typed)).isEmpty();
    assertThat(digest(ANN, "A".repeat(1_000_000))).isEmpty();
  }

  @Test
  void isDigestedForOneAccount() {
    assertThat(digest(ANN, CODE)).isNotEqualTo(digest(new UserId(new UUID(1, 3)), CODE));
  }

  @Test
  @DisplayName("OTP-08: a code from when digests had a key is good as long as that key is there")
  void aCodeWithAKeyedDigestIsGoodAsLongAsItsKeyIsThere() {
    String made = keys.currentKeyId();
    Optional<Digest> stored = RecoveryCode.keyedDigest(keys, made, ANN, Secret.of(CODE));
    assertThat(stored).isPresent().isNotEqualTo(digest(ANN, CODE));
    KeyRing rotated = new KeyRing(NEW, List.of(OLD), RandomSource.secure());
    assertThat(RecoveryCode.keyedDigest(rotated, made, ANN, Secret.of(CODE))).isEqualTo(stored);
    KeyRing after = new KeyRing(NEW, List.of(), RandomSource.secure());
    assertThat(RecoveryCode.keyedDigest(after, made, ANN, Secret.of(CODE))).isEmpty();
  }

  private static Optional<Digest> digest(UserId user, String typed) {
    return RecoveryCode.digest(user, Secret.of(typed));
  }
}
