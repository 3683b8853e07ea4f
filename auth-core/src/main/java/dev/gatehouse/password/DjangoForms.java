package dev.gatehouse.password;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hashes of Django's password hashers: {@code pbkdf2_sha256$<iterations>$<salt>$<hash>} and {@code pbkdf2_sha1},
 * {@code scrypt$<salt>$<N>$<r>$<p>$<hash>}, {@code argon2$argon2id$…} and {@code bcrypt$$2b$…}. Its salts are the
 * characters themselves. {@code bcrypt_sha256} is not read.
 */
final class DjangoForms {
  private static final String SALT = "\\$([^$]{1,64})";
  private static final String DIGEST = "\\$([A-Za-z0-9+/=]+)";
  private static final Pattern PBKDF2 =
      Pattern.compile("pbkdf2_(sha1|sha256)\\$([1-9][0-9]{0,6})" + SALT + DIGEST);
  private static final Pattern SCRYPT = Pattern.compile(
      "scrypt" + SALT + "\\$([1-9][0-9]{0,6})\\$([1-9][0-9]?)\\$([1-9][0-9]?)" + DIGEST);

  private DjangoForms() {}

  static Optional<PasswordHash> parse(String text) {
    if (text.startsWith("argon2$")) {
      return PhcForms.argon2(text.substring("argon2".length()));
    }
    if (text.startsWith("bcrypt$$")) {
      return PhcForms.bcrypt(text.substring("bcrypt$".length()));
    }
    return pbkdf2(text).or(() -> scrypt(text));
  }

  private static Optional<PasswordHash> pbkdf2(String text) {
    Matcher matcher = PBKDF2.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Pbkdf2.Prf.named(matcher.group(1))
        .flatMap(prf -> PhcForms.pbkdf2(
            prf, Integer.parseInt(matcher.group(2)), salt(matcher.group(3)), matcher.group(4)));
  }

  private static Optional<PasswordHash> scrypt(String text) {
    Matcher matcher = SCRYPT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int cost = Integer.parseInt(matcher.group(2));
    if (Integer.bitCount(cost) != 1) {
      return Optional.empty();
    }
    return PhcForms.withDigest(
        matcher.group(5),
        length -> Scrypt.of(
            Integer.numberOfTrailingZeros(cost),
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(4)),
            salt(matcher.group(1)),
            length));
  }

  private static Salt salt(String characters) {
    return Salt.of(characters.getBytes(StandardCharsets.UTF_8));
  }
}
