package dev.gatehouse.password;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.BCrypt;

/**
 * bcrypt, for imported hashes only: {@code $2b$12$<22 characters of salt>}. Versions 2a, 2b and 2y are the same
 * function; 2x, whose implementation was broken, is not read.
 *
 * <p>bcrypt sees the first 72 bytes of a password and nothing behind them. The system that made the hash cut
 * longer passwords there, so this does too; the first login replaces the hash by one of the whole password.
 */
record Bcrypt(String version, int cost, String salt) implements Scheme {
  static final int SALT_CHARS = 22;
  static final int DIGEST_CHARS = 31;
  private static final int SALT_BYTES = 16;
  private static final int DIGEST_BYTES = 23;
  private static final int MAX_PASSWORD_BYTES = 72;
  private static final int LEAST_COST = 4;
  private static final int MEMORY_KIB = 4;
  // The terminating zero belongs to the key, unless the password fills it.
  private static final boolean ZERO_TERMINATED = true;
  private static final String ALPHABET =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String STANDARD_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final Pattern SETTINGS =
      Pattern.compile("\\$(2[aby])\\$([0-9]{2})\\$([./A-Za-z0-9]{" + SALT_CHARS + "})");

  static Optional<Bcrypt> parse(String settings) {
    Matcher matcher = SETTINGS.matcher(settings);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int cost = Integer.parseInt(matcher.group(2));
    return Optional.of(new Bcrypt(matcher.group(1), cost, matcher.group(3)))
        .filter(scheme -> cost >= LEAST_COST && cost <= Ceiling.BCRYPT_COST);
  }

  @Override
  public String settings() {
    return "$" + version + "$" + (cost < 10 ? "0" : "") + cost + "$" + salt;
  }

  @Override
  public int memoryKib() {
    return MEMORY_KIB;
  }

  @Override
  public String digest(byte[] password, BlockStack memory) {
    byte[] key = Arrays.copyOf(password, Math.min(password.length, MAX_PASSWORD_BYTES));
    try {
      byte[] saltBytes = Base64Text.decode(translate(salt, ALPHABET, STANDARD_ALPHABET))
          .map(bytes -> Arrays.copyOf(bytes, SALT_BYTES))
          .orElseThrow(() -> new IllegalStateException("the pattern lets only base64 through"));
      byte[] digest =
          Arrays.copyOf(BCrypt.generate(key, saltBytes, cost, ZERO_TERMINATED), DIGEST_BYTES);
      return translate(Base64Text.encode(digest), STANDARD_ALPHABET, ALPHABET);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static String translate(String text, String from, String to) {
    StringBuilder translated = new StringBuilder(text.length());
    text.chars().forEach(c -> translated.append(to.charAt(from.indexOf(c))));
    return translated.toString();
  }
}
