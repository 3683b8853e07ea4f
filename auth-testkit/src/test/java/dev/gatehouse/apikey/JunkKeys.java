package dev.gatehouse.apikey;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** Texts that are no API key, of every sort there is, each different from all others. The same seed gives the same texts. */
final class JunkKeys {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BODY = 43;

  private final Random random;

  JunkKeys(long seed) {
    this.random = new Random(seed);
  }

  /** The sorts of junk. */
  enum Sort {
    /** The right words, and the right length of right characters. */
    RANDOM,
    /** One character of a good key is another, of any kind. */
    EDITED,
    /** Two neighbours of a good key have changed places. */
    SWAPPED,
    /** One letter of a good key has changed its case. */
    OTHER_CASE,
    /** A good key of another application. */
    OTHER_PREFIX,
    /** A good key of another environment. */
    OTHER_ENVIRONMENT,
    /** A good key that ends too early or too late. */
    OTHER_LENGTH,
    /** Anything up to 200 characters of any script. */
    ANYTHING
  }

  /** Returns the next text of a sort. */
  String next(Sort sort) {
    return switch (sort) {
      case RANDOM -> "ak_live_" + digits(BODY) + '_' + digits(6);
      case EDITED -> edited(good("ak_live_"));
      case SWAPPED -> swapped(good("ak_live_"));
      case OTHER_CASE -> otherCase(good("ak_live_"));
      case OTHER_PREFIX -> good(random.nextBoolean() ? "sk_live_" : "gh_live_");
      case OTHER_ENVIRONMENT -> good(random.nextBoolean() ? "ak_test_" : "ak_prod_");
      case OTHER_LENGTH -> otherLength(good("ak_live_"));
      case ANYTHING -> anything(random.nextInt(200));
    };
  }

  /** Returns a key with a right checksum, as nobody issued it. */
  String good(String head) {
    String body = head + digits(BODY);
    CRC32 checksum = new CRC32();
    checksum.update(body.getBytes(StandardCharsets.US_ASCII));
    return body + '_' + Base62.of32Bits((int) checksum.getValue());
  }

  private String digits(int count) {
    char[] text = new char[count];
    for (int i = 0; i < count; i++) {
      text[i] = DIGITS.charAt(random.nextInt(DIGITS.length()));
    }
    return new String(text);
  }

  private String edited(String good) {
    char[] text = good.toCharArray();
    int at = random.nextInt(text.length);
    text[at] = (char) (text[at] ^ (1 + random.nextInt(random.nextInt(8) == 0 ? 0xFFFF : 127)));
    return new String(text);
  }

  private String swapped(String good) {
    char[] text = good.toCharArray();
    int at = random.nextInt(text.length - 1);
    while (text[at] == text[at + 1]) {
      at = random.nextInt(text.length - 1);
    }
    char first = text[at];
    text[at] = text[at + 1];
    text[at + 1] = first;
    return new String(text);
  }

  private String otherCase(String good) {
    char[] text = good.toCharArray();
    int at = random.nextInt(text.length);
    while (!Character.isLetter(text[at])) {
      at = random.nextInt(text.length);
    }
    text[at] = (char) (text[at] ^ 0x20);
    return new String(text);
  }

  private String otherLength(String good) {
    return random.nextBoolean()
        ? good.substring(0, BODY / 2 + random.nextInt(good.length() - BODY / 2))
        : good + digits(1 + random.nextInt(30));
  }

  private String anything(int length) {
    StringBuilder text = new StringBuilder("" + random.nextLong());
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(Character.MAX_VALUE + 1));
    }
    return text.toString();
  }
}
