package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class Base32Test {
  @Test
  @DisplayName("the vector of RFC 4648, section 10, whose length is a multiple of five")
  void agreesWithTheRfc() {
    assertThat(encode("fooba")).isEqualTo("MZXW6YTB");
    assertThat(encode("12345678901234567890")).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }

  @Test
  void keepsEveryBitInOrder() {
    byte[] ones = {-1, -1, -1, -1, -1};
    byte[] last = {0, 0, 0, 0, 1};
    assertThat(Base32.encode(ones, Base32.STANDARD)).isEqualTo("77777777");
    assertThat(Base32.encode(last, Base32.READABLE)).isEqualTo("00000001");
  }

  @Test
  void groupsByFour() {
    assertThat(Base32.grouped("ABCDEFGHIJ", '-')).isEqualTo("ABCD-EFGH-IJ");
    assertThat(Base32.grouped("ABCDEFGH", ' ')).isEqualTo("ABCD EFGH");
  }

  private static String encode(String text) {
    return Base32.encode(text.getBytes(StandardCharsets.US_ASCII), Base32.STANDARD);
  }
}
