package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.account.EmailAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TwoFactorPolicyTest {
  @ParameterizedTest
  @DisplayName("OTP-13: a name that fits into no QR code ends the start, not an enrolment")
  @ValueSource(ints = {26, 50})
  void refusesAnIssuerThatFitsIntoNoQrCode(int emoji) {
    String issuer = new String(Character.toChars(0x1F600)).repeat(emoji);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwoFactorPolicy.of(issuer))
        .withMessageContaining("300")
        .withMessageContaining(String.valueOf(12 * emoji));
  }

  @Test
  @DisplayName("OTP-13: the longest issuer and the longest address fit into a QR code")
  void theLongestNamesFitIntoAQrCode() {
    String issuer =
        TwoFactorPolicy.of(new String(Character.toChars(0x1F600)).repeat(25)).issuer();
    String label = "a".repeat(59) + ".";
    String address = "#".repeat(64) + "@" + label.repeat(3) + "example";
    String longest = EmailAddress.parse(address).orElseThrow().display();
    String uri = OtpauthUri.of(issuer, longest, "A".repeat(32));
    assertThat(uri.length()).isBetween(1_000, 1_166);
    assertThat(QrCode.svg(uri)).startsWith("<svg");
  }
}
