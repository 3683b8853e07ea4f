package dev.gatehouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.7, 192.0.2.7/32",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::ffff:192.0.2.0, 192.0.2.0/32"
  })
  void isWrittenSoThatItCanBeReadAgain(String text, String written) {
    Cidr block = Cidr.parse(text);
    assertThat(block).hasToString(written);
    assertThat(Cidr.parse(block.toString())).isEqualTo(block).hasSameHashCodeAs(block);
    assertThat(block).isNotEqualTo(Cidr.parse("10.0.0.0/9"));
  }
}
