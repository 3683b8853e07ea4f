package dev.gatehouse.otp;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A text as a QR code in SVG. The picture holds numbers only, so that it can be put into any page as it is. */
final class QrCode {
  /** The least that ISO 18004 asks for around a code. */
  private static final int QUIET = 4;

  private QrCode() {}

  /**
   * Draws a text of ASCII characters, one unit of length per module.
   *
   * @throws IllegalArgumentException if it is too long for a QR code
   */
  static String svg(String text) {
    ByteMatrix code = encode(text);
    int side = code.getWidth() + 2 * QUIET;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
        + "\" shape-rendering=\"crispEdges\" role=\"img\"><path fill=\"#fff\" d=\"M0 0h" + side
        + "v" + side + "H0z\"/><path d=\"" + path(code) + "\"/></svg>";
  }

  private static ByteMatrix encode(String text) {
    try {
      return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException(
          "a text of " + text.length() + " characters fits into no QR code", e);
    }
  }

  /** One closed stroke for each run of dark modules in a row. */
  private static String path(ByteMatrix code) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.getHeight(); y++) {
      for (int x = 0; x < code.getWidth(); x++) {
        int start = x;
        while (x < code.getWidth() && code.get(x, y) == 1) {
          x++;
        }
        if (x > start) {
          int length = x - start;
          path.append('M').append(start + QUIET).append(' ').append(y + QUIET);
          path.append('h').append(length).append("v1h-").append(length).append('z');
        }
      }
    }
    return path.toString();
  }
}
