package dev.gatehouse.otp;

import java.nio.charset.StandardCharsets;

/**
 * What authenticator apps read from a QR code: {@code otpauth://totp/Issuer:account?secret=…}. Names are escaped as in
 * RFC 3986: a blank is {@code %20}, a colon within a name is {@code %3A}, so that the one between the names is the only one.
 */
final class OtpauthUri {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /**
   * What an issuer may take, escaped: with it and the longest address a URI has half of the 2,331 characters that fit into
   * a QR code, which phones still read.
   */
  static final int LONGEST_ISSUER = 300;

  private OtpauthUri() {}

  /** Returns the URI of a secret in base32. */
  static String of(String issuer, String account, String secret) {
    return "otpauth://totp/" + escape(issuer) + ":" + escape(account)
        + "?secret=" + secret
        + "&issuer=" + escape(issuer)
        + "&algorithm=SHA1&digits=" + Totp.DIGITS
        + "&period=" + Totp.PERIOD;
  }

  static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        escaped.append((char) b);
      } else {
        escaped.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return escaped.toString();
  }
}
