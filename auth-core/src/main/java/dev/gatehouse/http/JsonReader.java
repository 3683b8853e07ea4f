package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON object by recursive descent, bounded in depth; see {@link Json} for what it refuses. */
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,63})(\\.[0-9]{1,64})?([eE][+-]?[0-9]{1,4})?");
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;
  private int depth;

  JsonReader(byte[] utf8) {
    text = decode(utf8);
  }

  Map<String, Object> document() {
    blanks();
    Map<String, Object> members = object();
    blanks();
    if (at != text.length()) {
      throw malformed("something follows the object");
    }
    return members;
  }

  private Object value() {
    char first = peek();
    if (first == '{') {
      return object();
    }
    if (first == '[') {
      return array();
    }
    if (first == '"') {
      return string();
    }
    if (first == '-' || isDigit(first)) {
      return number();
    }
    return word();
  }

  private Map<String, Object> object() {
    enter('{');
    Map<String, Object> members = new LinkedHashMap<>();
    boolean more = !skip('}');
    while (more) {
      blanks();
      String name = string();
      blanks();
      expect(':');
      blanks();
      if (members.put(name, value()) != null) {
        throw malformed("a name occurs twice");
      }
      more = continues('}');
    }
    depth--;
    return members;
  }

  private List<Object> array() {
    enter('[');
    List<Object> items = new ArrayList<>();
    boolean more = !skip(']');
    while (more) {
      blanks();
      items.add(value());
      more = continues(']');
    }
    depth--;
    return items;
  }

  private void enter(char open) {
    expect(open);
    if (++depth > Json.MAX_DEPTH) {
      throw malformed("it is nested too deeply");
    }
    blanks();
  }

  private boolean continues(char close) {
    blanks();
    if (skip(close)) {
      return false;
    }
    expect(',');
    return true;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (!skip('"')) {
      char c = next();
      if (c < ' ') {
        throw malformed("a string holds a control character");
      }
      out.append(c == '\\' ? escape() : c);
    }
    // The decoder refused lone surrogates in the bytes; escapes can still spell them.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(out)) {
      throw malformed("a string holds half of a surrogate pair");
    }
    return out.toString();
  }

  private char escape() {
    char c = next();
    if (c == 'u') {
      return (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
    }
    int index = ESCAPES.indexOf(c);
    if (index < 0) {
      throw malformed("an escape is unknown");
    }
    return ESCAPED.charAt(index);
  }

  private int hex() {
    char c = next();
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed("an escape needs four hexadecimal digits");
    }
    return digit;
  }

  private Object number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw malformed("a number is malformed");
    }
    at = matcher.end();
    double value = Double.parseDouble(matcher.group());
    // -0 and 0 are two numbers to some readers and one to others.
    if (Double.isInfinite(value) || (value == 0 && matcher.group().startsWith("-"))) {
      throw malformed("a number is out of bounds");
    }
    boolean whole = matcher.group(1) == null && matcher.group(2) == null;
    return whole && Math.abs(value) < 1L << 53 ? (Object) (long) value : (Object) value;
  }

  private Object word() {
    for (Map.Entry<String, Object> word : Map.<String, Object>of(
            "true", true, "false", false, "null", JsonNull.NULL)
        .entrySet()) {
      if (text.startsWith(word.getKey(), at)) {
        at += word.getKey().length();
        return word.getValue();
      }
    }
    throw malformed("a value is missing");
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      throw malformed("'" + wanted + "' is missing");
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw malformed("it ends early");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private AuthException malformed(String why) {
    return refusal(why + " at character " + at);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw refusal("it is not UTF-8");
    }
  }

  private static AuthException refusal(String why) {
    return new AuthException(
        ErrorCode.MALFORMED_REQUEST, "The body must be one JSON object: " + why + ".");
  }
}
