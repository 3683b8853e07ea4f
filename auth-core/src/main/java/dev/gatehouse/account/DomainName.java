package dev.gatehouse.account;

import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The part of an e-mail address behind the @: a name in the DNS, in lower-case ASCII (RFC 5890, A-labels). */
final class DomainName {
  private static final int MAXIMUM_LENGTH = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  // At least two labels, and a last one that is not a number: neither a bare host nor an IPv4
  // address.
  private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)+(?![0-9]+$)" + LABEL);

  private DomainName() {}

  static Optional<String> canonical(String text) {
    String undotted = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    Optional<String> ascii = isAscii(undotted) ? Optional.of(undotted) : toAscii(undotted);
    return ascii
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> name.length() <= MAXIMUM_LENGTH && NAME.matcher(name).matches());
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  // java.net.IDN follows IDNA 2003, which maps some letters to others (sharp s to ss, full-width to
  // ASCII). Where it did,
  // the name is refused: mail must never go to another domain than the one that was typed.
  private static Optional<String> toAscii(String text) {
    if (text.codePoints().anyMatch(DomainName::turnsIntoAscii)) {
      return Optional.empty();
    }
    String name = Normalizer.normalize(text, Form.NFC).toLowerCase(Locale.ROOT);
    try {
      String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
      boolean unmapped = IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(name);
      return unmapped ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean turnsIntoAscii(int point) {
    if (point < 0x80) {
      return false;
    }
    String text = Character.toString(point);
    String folded = Normalizer.normalize(text, Form.NFKC) + text.toLowerCase(Locale.ROOT);
    return folded.chars().anyMatch(c -> c < 0x80);
  }
}
