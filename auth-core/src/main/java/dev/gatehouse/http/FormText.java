package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes one name or value of {@code application/x-www-form-urlencoded} (URL standard, 5.1), strictly: ASCII outside of
 * escapes, complete escapes, UTF-8 inside of them, and no control character in the result.
 */
final class FormText {
  private FormText() {}

  /** @throws AuthException {@code malformed_request}; the text is not in it */
  static String decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char next = encoded.charAt(i);
      if (next == '%') {
        bytes.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
        i += 2;
      } else {
        require(next > ' ' && next < 0x7F);
        bytes.write(next == '+' ? ' ' : next);
      }
    }
    String text = utf8(bytes.toByteArray());
    require(text.chars().noneMatch(Character::isISOControl));
    return text;
  }

  private static int hex(String text, int index) {
    require(index < text.length());
    int digit = Character.digit(text.charAt(index), 16);
    require(digit >= 0 && text.charAt(index) < 0x7F);
    return digit;
  }

  static String utf8(byte[] bytes) {
    try {
      // A new decoder reports malformed input; String's constructor would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static void require(boolean rule) {
    if (!rule) {
      throw malformed();
    }
  }

  private static AuthException malformed() {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, "The form is not well encoded.");
  }
}
