package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of an API key: {@code <prefix>_<environment>_<43 characters>_<6 characters>}, 256 random bits and the CRC-32
 * of all before it, both in base62. One text has one meaning: every other spelling is no key.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>What is not of this form, or of another prefix or environment, is refused by looking at its characters, without a
 * look-up and with no more garbage than a copy of it. Of random texts of the right form one in 2<sup>32</sup> goes on to a look-up.
 */
public final class ApiKeyFormat {
  /** Finds the keys of any application that uses this library in text; for secret scanners. */
  public static final String ANY_KEY =
      "\\b[a-z][a-z0-9]{0,15}_[a-z][a-z0-9]{0,15}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\\b";

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]{0,15}");
  private static final int RANDOM_BYTES = 32;
  private static final int RANDOM = 43;
  private static final int CHECKSUM = 6;
  private static final int SHOWN = 4;

  private final String head;
  private final int length;
  private final Sha256 sha256 = new Sha256();

  /**
   * Joins the two visible words.
   *
   * @throws IllegalArgumentException if one is not 1 to 16 of {@code a-z 0-9}, beginning with a letter
   */
  public ApiKeyFormat(String prefix, String environment) {
    this.head = word(prefix) + '_' + word(environment) + '_';
    this.length = head.length() + RANDOM + 1 + CHECKSUM;
  }

  /** Returns the word if it can stand in a key. */
  static String word(String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "the words of an API key have 1 to 16 characters of a-z and 0-9 and begin with a letter, was \""
              + word
              + '"');
    }
    return word;
  }

  /** Makes a new key. */
  Secret issue(RandomSource random) {
    String body = head + Base62.of256Bits(random.bytes(RANDOM_BYTES));
    long checksum = checksum(body.getBytes(StandardCharsets.ISO_8859_1), body.length());
    return Secret.of(body + '_' + Base62.of32Bits((int) checksum));
  }

  /** Returns what lists may show of a key: its visible words and the first four random characters. */
  String start(Secret key) {
    return key.reveal().substring(0, head.length() + SHOWN);
  }

  /** Returns the digest of a well-formed key; empty for anything else. */
  Optional<Digest> digest(Secret key) {
    String text = key.reveal();
    if (!hasLengthAndHead(text)) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return isWellFormed(bytes) ? Optional.of(sha256.digest(bytes)) : Optional.empty();
  }

  /** Tells whether a text has the form of a key of this application and its checksum is right. */
  public boolean isWellFormed(String text) {
    return hasLengthAndHead(text) && isWellFormed(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private boolean hasLengthAndHead(String text) {
    return text.length() == length && text.startsWith(head);
  }

  private boolean isWellFormed(byte[] text) {
    int end = head.length() + RANDOM;
    int signs = 0;
    for (int i = head.length(); i < end; i++) {
      signs |= Base62.digit(text[i]);
    }
    return signs >= 0 && text[end] == '_' && written(text, end + 1) == checksum(text, end);
  }

  /** Returns the number that the checksum's characters write, or -1 if one is no digit. */
  private static long written(byte[] text, int from) {
    long value = 0;
    for (int i = from; i < text.length; i++) {
      int digit = Base62.digit(text[i]);
      if (digit < 0) {
        return -1;
      }
      value = value * 62 + digit;
    }
    return value;
  }

  private static long checksum(byte[] text, int end) {
    CRC32 checksum = new CRC32();
    checksum.update(text, 0, end);
    return checksum.getValue();
  }

  /** Returns the regular expression that finds the keys of this application in text; for secret scanners. */
  public String pattern() {
    return "\\b" + head + "[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\\b";
  }
}
