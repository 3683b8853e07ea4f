package dev.gatehouse.otp;

import dev.gatehouse.crypto.Secret;
import java.time.Instant;
import java.util.OptionalLong;

/** One-time passwords that follow the time (RFC 6238): SHA-1, 6 digits, 30 seconds, because every app knows these. */
final class Totp {
  static final int DIGITS = 6;
  static final int PERIOD = 30;
  /** No code at all; equal to none. */
  private static final int MALFORMED = -1;

  private Totp() {}

  /** Returns the step that an instant lies in. */
  static long step(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), PERIOD);
  }

  /**
   * Returns the latest step of which a code is, if it is one of those at most {@code window} away; the work is the same
   * for every code. A code is exactly six ASCII digits: any other spelling of one would be a second code for its step.
   */
  static OptionalLong match(byte[] secret, Secret code, long step, int window) {
    Hotp hotp = new Hotp(secret);
    int wanted = parse(code.reveal());
    long found = Long.MIN_VALUE;
    for (long tried = step - window; tried <= step + window; tried++) {
      int difference = hotp.code(tried) ^ wanted;
      // All ones if they are equal, else zero.
      long same = (long) ((difference | -difference) >> 31) ^ -1L;
      found = (tried & same) | (found & ~same);
    }
    return found == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(found);
  }

  private static int parse(String text) {
    if (text.length() != DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return MALFORMED;
    }
    return Integer.parseInt(text);
  }
}
