package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SVG shows is what a reader of QR codes reads. */
final class QrCodeTest {
  private static final Pattern SVG = Pattern.compile(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 (\\d+) \\1\" shape-rendering=\"crispEdges\""
          + " role=\"img\"><path fill=\"#fff\" d=\"M0 0h\\1v\\1H0z\"/><path d=\"([Mhvz0-9 -]*)\"/></svg>");
  private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");
  private static final int PIXELS = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "otpauth://totp/App:a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=App",
        "otpauth://totp/Field%20Notes%20%F0%9F%98%80:a.very.long.name.of.a.person%40a-department.example.com"
            + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Field%20Notes%20%F0%9F%98%80&algorithm=SHA1&digits=6"
            + "&period=30"
      })
  void isReadAsExactlyTheUri(String uri) throws ReaderException {
    assertThat(read(QrCode.svg(uri))).isEqualTo(uri);
  }

  @Test
  void refusesWhatFitsIntoNoCode() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrCode.svg("x".repeat(5_000)));
  }

  private static String read(String svg) throws ReaderException {
    Matcher document = SVG.matcher(svg);
    assertThat(document.matches()).as("nothing but numbers in %s", svg).isTrue();
    int side = Integer.parseInt(document.group(1)) * PIXELS;
    int[] picture = new int[side * side];
    Arrays.fill(picture, 0xFFFFFF);
    Matcher run = RUN.matcher(document.group(2));
    while (run.find()) {
      blacken(
          picture,
          side,
          Integer.parseInt(run.group(1)),
          Integer.parseInt(run.group(2)),
          Integer.parseInt(run.group(3)));
    }
    RGBLuminanceSource source = new RGBLuminanceSource(side, side, picture);
    return new QRCodeReader()
        .decode(new BinaryBitmap(new HybridBinarizer(source)))
        .getText();
  }

  private static void blacken(int[] picture, int side, int x, int y, int length) {
    for (int row = y * PIXELS; row < (y + 1) * PIXELS; row++) {
      Arrays.fill(picture, row * side + x * PIXELS, row * side + (x + length) * PIXELS, 0);
    }
  }
}
