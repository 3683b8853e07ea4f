package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/**
 * Refuses paths that two readers may read differently, before any rule looks at them: path parameters, empty and dot
 * segments, backslashes, control characters, encoded delimiters, anything that is not UTF-8, and any path that the
 * container decoded to something else than these rules do.
 */
final class PathGuard {
  private static final String UNRESERVED_MARKS = "-._~!$&'()*+,=:@/[]|^";
  private static final String DELIMITERS = "/\\.;%?#";

  private PathGuard() {}

  /** Refuses an ambiguous target. */
  static void check(HttpRequest request) {
    String decoded = decode(request.rawPath());
    String path = request.path();
    checkDecoded(decoded);
    if (decoded.equals(path)) {
      return;
    }
    checkDecoded(path);
    if (!agrees(decoded, path)) {
      throw ambiguous("it is decoded differently by the container");
    }
  }

  private static void checkDecoded(String path) {
    if (!path.startsWith("/")) {
      throw ambiguous("it does not start with a slash");
    }
    if (path.contains("/.") && hasDotSegment(path)) {
      throw ambiguous("it has a dot segment");
    }
    if (path.contains("//")) {
      throw ambiguous("it has an empty segment");
    }
    for (int i = 0; i < path.length(); i += Character.charCount(path.codePointAt(i))) {
      checkCharacter(path.codePointAt(i));
    }
  }

  private static boolean hasDotSegment(String path) {
    List<String> segments = List.of(path.split("/", -1));
    return segments.contains(".") || segments.contains("..");
  }

  private static void checkCharacter(int point) {
    if (point == ';' || point == '\\' || point == '%') {
      throw ambiguous("it holds ; or \\ or an encoded %");
    }
    int type = Character.getType(point);
    if (type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR) {
      throw ambiguous("it holds a control character");
    }
    if (point >= 0x80 && becomesDelimiter(point)) {
      throw ambiguous("it holds a look-alike of a delimiter");
    }
  }

  private static boolean becomesDelimiter(int point) {
    String plain = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
    return plain.chars().anyMatch(c -> DELIMITERS.indexOf(c) >= 0);
  }

  /** A container may add the name of a welcome file to a directory; everything else has to be the same. */
  private static boolean agrees(String decoded, String path) {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    return decoded.endsWith(path) || (decoded.endsWith("/") && decoded.endsWith(directory));
  }

  private static String decode(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (!isPlain(raw.charAt(i))) {
        return decodeEscapes(raw);
      }
    }
    return raw;
  }

  private static String decodeEscapes(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i + 1));
        i += 2;
      } else if (isPlain(c)) {
        bytes.write(c);
      } else {
        throw ambiguous("it holds a character that must be encoded, or a ;");
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static int octet(String raw, int at) {
    int high = at + 1 < raw.length() ? digit(raw.charAt(at)) : -1;
    int low = high < 0 ? -1 : digit(raw.charAt(at + 1));
    int octet = high << 4 | low;
    if (low < 0 || DELIMITERS.indexOf(octet) >= 0) {
      throw ambiguous("a percent sign is malformed or hides a delimiter");
    }
    return octet;
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static boolean isPlain(char c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  private static String utf8(byte[] bytes) {
    try {
      // A new decoder reports; String's constructor would replace, and %c0%ae would pass.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ambiguous("it is not UTF-8");
    }
  }

  private static AuthException ambiguous(String why) {
    return new AuthException(
        ErrorCode.AMBIGUOUS_PATH, "The path can be read in more than one way: " + why + ".");
  }
}
