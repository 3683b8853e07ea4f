package dev.gatehouse.password;

import dev.gatehouse.crypto.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The passwords that guessers try first: the 10,000 most frequent of zxcvbn's ranked list, kept as 80 KB of hashes.
 */
final class CommonPasswords {
  static final int COUNT = 10_000;
  private static final String RESOURCE = "passwords.txt";
  // What may surround a common password without making it another one: dragon1234, 2024-monkey!
  private static final int MAX_DECORATION = 7;

  private final long[] sortedHashes;

  private CommonPasswords(long[] sortedHashes) {
    this.sortedHashes = sortedHashes;
  }

  /** Returns the list that is part of the library; it is read at the first call. */
  static CommonPasswords bundled() {
    return Bundled.LIST;
  }

  /**
   * Tells whether a folded password is in the list, or is one of the list with a few digits and signs around it, or is
   * a word of the list or up to four characters repeated.
   */
  boolean isCommon(String folded) {
    String core = core(folded);
    String unit = unit(folded);
    return contains(folded)
        || (folded.length() - core.length() <= MAX_DECORATION && contains(core))
        || (unit.length() < folded.length() && (unit.length() <= 4 || contains(unit)));
  }

  private boolean contains(String folded) {
    return Arrays.binarySearch(sortedHashes, hash(folded)) >= 0;
  }

  private static String core(String folded) {
    int start = 0;
    int end = folded.length();
    while (start < end && !Character.isLetter(folded.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetter(folded.charAt(end - 1))) {
      end--;
    }
    return folded.substring(start, end);
  }

  /** Returns the shortest text of which the given one is a repetition: itself, if it repeats nothing. */
  private static String unit(String text) {
    // The second occurrence of a text in its own double starts after one period.
    int period = (text + text).indexOf(text, 1);
    return text.substring(0, Math.max(period, 0));
  }

  private static long hash(String text) {
    return ByteBuffer.wrap(Digest.of(text).bytes()).getLong();
  }

  private static final class Bundled {
    static final CommonPasswords LIST = read();

    private static CommonPasswords read() {
      try (InputStream in = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException("the list of common passwords is not in the jar");
        }
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return new CommonPasswords(lines
            .lines()
            .limit(COUNT)
            .map(PasswordText::fold)
            .mapToLong(CommonPasswords::hash)
            .sorted()
            .toArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
