package dev.gatehouse.password;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.RateLimitedLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Asks a source for the range of a password's SHA-1 hash. SHA-1 because the public source is indexed by it. */
final class RangeBreachCheck implements BreachCheck {
  private static final int PREFIX_CHARS = 5;
  private static final int SUFFIX_CHARS = 35;

  private final RateLimitedLog unanswered = new RateLimitedLog(RangeBreachCheck.class);
  private final BreachedPasswords source;
  private final OnFailure onFailure;

  RangeBreachCheck(BreachedPasswords source, OnFailure onFailure) {
    this.source = source;
    this.onFailure = onFailure;
  }

  @Override
  public boolean isBreached(Secret password) {
    String hash = sha1(password);
    String suffix = hash.substring(PREFIX_CHARS);
    try {
      return source.suffixes(hash.substring(0, PREFIX_CHARS)).stream()
          .anyMatch(line -> names(line, suffix));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(e);
    } catch (Exception e) {
      return unanswered(e);
    }
  }

  private static boolean names(String line, String suffix) {
    return line.regionMatches(true, 0, suffix, 0, SUFFIX_CHARS)
        && (line.length() == SUFFIX_CHARS
            || (line.charAt(SUFFIX_CHARS) == ':'
                && !line.substring(SUFFIX_CHARS + 1).strip().equals("0")));
  }

  private boolean unanswered(Exception reason) {
    // The type only: a client's message may hold the address that was asked, and with it the
    // prefix.
    unanswered.warn(
        "A password was not checked against breaches: {}", reason.getClass().getName());
    if (onFailure == OnFailure.REFUSE) {
      throw new AuthException(
          ErrorCode.STORE_UNAVAILABLE, "The password cannot be checked right now; try again later");
    }
    return false;
  }

  private static String sha1(Secret password) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1")
          .digest(password.reveal().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
