package dev.gatehouse.password;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hashes of Spring Security's password encoders: {@code {bcrypt}}, {@code {argon2}}, {@code {scrypt}} and
 * {@code {pbkdf2}}, each with or without {@code @SpringSecurity_v5_8}, and the bare forms of scrypt and PBKDF2. PBKDF2
 * strings do not tell their parameters; these are the encoder's defaults, without a secret.
 */
final class SpringForms {
  private static final Pattern PREFIXED =
      Pattern.compile("\\{(bcrypt|argon2|scrypt|pbkdf2)(@SpringSecurity_v5_8)?}(.*)");
  private static final Pattern SCRYPT =
      Pattern.compile("\\$([1-9a-f][0-9a-f]{4,5})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})+");
  private static final int PBKDF2_DIGEST_CHARS = 64;
  private static final int PBKDF2_OLD_CHARS = 80;
  private static final int PBKDF2_NEW_CHARS = 96;

  private SpringForms() {}

  static Optional<PasswordHash> parse(String text) {
    Matcher matcher = PREFIXED.matcher(text);
    if (!matcher.matches()) {
      return scrypt(text).or(() -> barePbkdf2(text));
    }
    String hash = matcher.group(3);
    boolean recent = matcher.group(2) != null;
    return switch (matcher.group(1)) {
      case "bcrypt" -> PhcForms.bcrypt(hash);
      case "argon2" -> PhcForms.argon2(hash);
      case "scrypt" -> scrypt(hash);
      default -> pbkdf2(hash, recent);
    };
  }

  private static Optional<PasswordHash> scrypt(String text) {
    Matcher matcher = SCRYPT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int parameters = Integer.parseInt(matcher.group(1), 16);
    return Salt.parse(matcher.group(2))
        .flatMap(salt -> PhcForms.withDigest(
            matcher.group(3),
            length -> Scrypt.of(
                parameters >> 16, (parameters >> 8) & 0xFF, parameters & 0xFF, salt, length)));
  }

  private static Optional<PasswordHash> barePbkdf2(String text) {
    return switch (text.length()) {
      case PBKDF2_OLD_CHARS -> pbkdf2(text, false);
      case PBKDF2_NEW_CHARS -> pbkdf2(text, true);
      default -> Optional.empty();
    };
  }

  private static Optional<PasswordHash> pbkdf2(String hex, boolean recent) {
    int cut = hex.length() - PBKDF2_DIGEST_CHARS;
    if (cut <= 0 || !HEX.matcher(hex).matches()) {
      return Optional.empty();
    }
    Salt salt = Salt.of(HexFormat.of().parseHex(hex.substring(0, cut)));
    String digest = Base64Text.encode(HexFormat.of().parseHex(hex.substring(cut)));
    return recent
        ? PhcForms.pbkdf2(Pbkdf2.Prf.SHA256, 310_000, salt, digest)
        : PhcForms.pbkdf2(Pbkdf2.Prf.SHA1, 185_000, salt, digest);
  }
}
