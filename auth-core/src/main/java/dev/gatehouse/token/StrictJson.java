package dev.gatehouse.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) in the one form that a signer of tokens needs: UTF-8, no white space between tokens, no member
 * twice (escapes resolved), no lone surrogate, at most {@value #MAXIMUM_DEPTH} levels, nothing after the end. Integers
 * are read without sign, fraction and exponent. Every method refuses what is not there with an exception.
 */
final class StrictJson {
  private static final int MAXIMUM_DEPTH = 8;
  private static final int MAXIMUM_DIGITS = 18;
  private static final char END = '\uFFFF';

  private final String text;
  private int at;
  private int depth;

  private StrictJson(String text) {
    this.text = text;
  }

  static StrictJson of(byte[] utf8) throws MalformedClaimsException {
    if (isAscii(utf8)) {
      return new StrictJson(new String(utf8, StandardCharsets.ISO_8859_1));
    }
    try {
      // A new decoder reports malformed input; String's constructor would replace it.
      return new StrictJson(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedClaimsException();
    }
  }

  private static boolean isAscii(byte[] bytes) {
    int together = 0;
    for (byte each : bytes) {
      together |= each;
    }
    return together >= 0;
  }

  /** Reads the value of a member whose name has just been read. */
  @FunctionalInterface
  interface Member {
    void read(String name) throws MalformedClaimsException;
  }

  /** Reads an object, and hands each name over when its value is next. */
  void object(Member member) throws MalformedClaimsException {
    descend('{');
    if (!accept('}')) {
      Set<String> names = new HashSet<>();
      do {
        String name = string();
        require(names.add(name));
        require(accept(':'));
        member.read(name);
      } while (accept(','));
      require(accept('}'));
    }
    depth--;
  }

  /** Reads an array of different strings. */
  Set<String> strings() throws MalformedClaimsException {
    Set<String> strings = new HashSet<>();
    array(() -> require(strings.add(string())));
    return strings;
  }

  /** Reads an integer from 0 to 999,999,999,999,999,999. */
  long integer() throws MalformedClaimsException {
    int start = at;
    while (isDigit(peek())) {
      at++;
    }
    int length = at - start;
    require(length >= 1 && length <= MAXIMUM_DIGITS);
    require(length == 1 || text.charAt(start) != '0');
    return Long.parseLong(text, start, at, 10);
  }

  /** Reads a string. */
  String string() throws MalformedClaimsException {
    require(accept('"'));
    int start = at;
    while (peek() != '"' && peek() != '\\') {
      plainCharacter();
    }
    if (accept('"')) {
      return text.substring(start, at - 1);
    }
    StringBuilder unescaped = new StringBuilder(text.substring(start, at));
    while (!accept('"')) {
      unescaped.append(accept('\\') ? escape() : plainCharacter());
    }
    require(surrogatesArePaired(unescaped));
    return unescaped.toString();
  }

  /** Reads any value and forgets it. */
  void skip() throws MalformedClaimsException {
    switch (peek()) {
      case '{' -> object(name -> skip());
      case '[' -> array(this::skip);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  /** Refuses anything that is left. */
  void end() throws MalformedClaimsException {
    require(at == text.length());
  }

  @FunctionalInterface
  private interface Element {
    void read() throws MalformedClaimsException;
  }

  private void array(Element element) throws MalformedClaimsException {
    descend('[');
    if (!accept(']')) {
      do {
        element.read();
      } while (accept(','));
      require(accept(']'));
    }
    depth--;
  }

  private void descend(char opening) throws MalformedClaimsException {
    require(accept(opening));
    require(++depth <= MAXIMUM_DEPTH);
  }

  private void number() throws MalformedClaimsException {
    accept('-');
    require(accept('0') || digits());
    if (accept('.')) {
      require(digits());
    }
    if (accept('e') || accept('E')) {
      require(accept('-') || accept('+') || isDigit(peek()));
      require(digits());
    }
  }

  private boolean digits() {
    int start = at;
    while (isDigit(peek())) {
      at++;
    }
    return at > start;
  }

  private void word(String word) throws MalformedClaimsException {
    require(text.startsWith(word, at));
    at += word.length();
  }

  private char plainCharacter() throws MalformedClaimsException {
    char next = peek();
    require(next >= ' ' && at < text.length());
    at++;
    return next;
  }

  private char escape() throws MalformedClaimsException {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new MalformedClaimsException();
    };
  }

  private char unicode() throws MalformedClaimsException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char next = peek();
      int digit = next < 128 ? Character.digit(next, 16) : -1;
      require(digit >= 0);
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  private static boolean surrogatesArePaired(CharSequence text) {
    return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private boolean accept(char expected) {
    boolean there = at < text.length() && text.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static void require(boolean rule) throws MalformedClaimsException {
    if (!rule) {
      throw new MalformedClaimsException();
    }
  }
}
