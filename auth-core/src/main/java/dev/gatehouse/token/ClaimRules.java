package dev.gatehouse.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the values of claims must be, so that none needs an escape in JSON. */
final class ClaimRules {
  private static final int MAXIMUM_WORD = 64;
  private static final String WORD_CHARACTERS =
      "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private ClaimRules() {}

  static void requireWord(String what, String value) {
    boolean fits = !value.isEmpty() && value.length() <= MAXIMUM_WORD;
    for (int i = 0; fits && i < value.length(); i++) {
      fits = WORD_CHARACTERS.indexOf(value.charAt(i)) >= 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "a " + what + " must have 1 to 64 characters of A-Z a-z 0-9 _ -");
    }
  }

  static void requireWholeSeconds(String what, Instant at) {
    if (!at.truncatedTo(ChronoUnit.SECONDS).equals(at)) {
      throw new IllegalArgumentException(what + " must be whole seconds, was " + at);
    }
  }

  static void requireSpan(Instant issuedAt, Instant expiresAt) {
    requireWholeSeconds("issuedAt", issuedAt);
    requireWholeSeconds("expiresAt", expiresAt);
    if (!expiresAt.isAfter(issuedAt)) {
      throw new IllegalArgumentException(
          "a token must end after " + issuedAt + ", its beginning, was " + expiresAt);
    }
  }
}
