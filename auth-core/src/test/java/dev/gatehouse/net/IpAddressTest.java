package dev.gatehouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @Test
  void readsEveryAddressAsItIsWritten() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      int bits = i == 0 ? 0 : i == 1 ? -1 : random.nextInt();
      String text =
          InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array()).getHostAddress();
      assertThat(IpAddress.canonicalV4(text)).isEqualTo(Integer.toUnsignedLong(bits));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1..2.3",
        "256.1.1.1",
        "1.1.1.999",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "+1.2.3.4",
        "1.2.3.-4",
        "0x1.2.3.4",
        "1.2.3.4:80",
        "::1",
        "::ffff:1.2.3.4",
        "\u0661.2.3.4",
        "4294967296",
        "1.2.3.00"
      })
  void anyOtherTextIsNone(String text) {
    assertThat(IpAddress.canonicalV4(text)).isEqualTo(-1);
  }
}
