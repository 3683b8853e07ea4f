package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @DisplayName("the table of RFC 6238, appendix B, for SHA-1: of its eight digits the last six")
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void agreesWithTheTableOfTheRfc(long second, String eightDigits) {
    long step = Totp.step(Instant.ofEpochSecond(second));
    Secret code = Secret.of(eightDigits.substring(2));
    assertThat(Totp.match(SECRET, code, step, 0)).hasValue(step);
  }

  @ParameterizedTest
  @DisplayName("OTP-04: a code is good for its own step and the one on either side")
  @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
  void acceptsOneStepOnEitherSide(int away, boolean accepted) {
    long step = 1_000_000;
    OptionalLong found = Totp.match(SECRET, code(step + away), step, 1);
    assertThat(found).isEqualTo(accepted ? OptionalLong.of(step + away) : OptionalLong.empty());
  }

  @Test
  void aWindowOfNothingAcceptsThePresentStepOnly() {
    assertThat(Totp.match(SECRET, code(7), 7, 0)).hasValue(7);
    assertThat(Totp.match(SECRET, code(6), 7, 0)).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("OTP-03: a code is exactly six ASCII digits")
  @ValueSource(
      strings = {
        " 755224",
        "755224 ",
        "755 224",
        "755224\n",
        "７５５２２４",
        "\u0667\u0665\u0665\u0662\u0662\u0664",
        "+755224",
        "-755224",
        "0755224",
        "75522",
        "7552240",
        "00755224",
        "0x0b86",
        "null",
        ""
      })
  void acceptsNoOtherSpellingOfACode(String spelling) {
    assertThat(Totp.match(SECRET, Secret.of("755224"), 0, 0)).hasValue(0);
    assertThat(Totp.match(SECRET, Secret.of(spelling), 0, 0)).isEmpty();
  }

  @Test
  void aStepTakesThirtySeconds() {
    assertThat(Totp.step(Instant.ofEpochSecond(29))).isZero();
    assertThat(Totp.step(Instant.ofEpochSecond(30))).isEqualTo(1);
    assertThat(Totp.step(Instant.ofEpochMilli(-1))).isEqualTo(-1);
  }

  private static Secret code(long step) {
    return Secret.of(String.format("%06d", new Hotp(SECRET).code(step)));
  }
}
