package dev.gatehouse.password;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hash strings that begin with {@code $}: settings, then {@code $}, then the digest; bcrypt without the last one. */
final class PhcForms {
  private static final Pattern BCRYPT = Pattern.compile("(\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{"
      + Bcrypt.SALT_CHARS + "})([./A-Za-z0-9]{" + Bcrypt.DIGEST_CHARS + "})");
  private static final Pattern SCRYPT =
      Pattern.compile("\\$scrypt\\$ln=([1-9][0-9]?),r=([1-9][0-9]?),p=([1-9][0-9]?)"
          + "\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");
  // passlib writes "$29000$" and "." for "+"; the PHC draft writes "$i=29000$", and sha1 may go
  // without its name.
  private static final Pattern PBKDF2 =
      Pattern.compile("\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$(?:i=)?([1-9][0-9]{0,6})(?:,l=[0-9]+)?"
          + "\\$([A-Za-z0-9+./=]+)\\$([A-Za-z0-9+./=]+)");

  private PhcForms() {}

  static Optional<PasswordHash> parse(String text) {
    return argon2(text).or(() -> bcrypt(text)).or(() -> scrypt(text)).or(() -> pbkdf2(text));
  }

  static Optional<PasswordHash> argon2(String text) {
    int cut = text.lastIndexOf('$');
    if (cut < 0) {
      return Optional.empty();
    }
    return Argon2.parse(text.substring(0, cut))
        .flatMap(scheme -> withDigest(text.substring(cut + 1), scheme::withLength));
  }

  static Optional<PasswordHash> bcrypt(String text) {
    Matcher matcher = BCRYPT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Bcrypt.parse(matcher.group(1))
        .map(scheme -> new PasswordHash(scheme.settings(), matcher.group(2)));
  }

  private static Optional<PasswordHash> scrypt(String text) {
    Matcher matcher = SCRYPT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Salt.parse(matcher.group(4))
        .flatMap(salt -> withDigest(
            matcher.group(5),
            length -> Scrypt.of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                salt,
                length)));
  }

  private static Optional<PasswordHash> pbkdf2(String text) {
    Matcher matcher = PBKDF2.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String prf = matcher.group(1) == null ? "sha1" : matcher.group(1);
    int iterations = Integer.parseInt(matcher.group(2));
    return Pbkdf2.Prf.named(prf)
        .flatMap(function -> Salt.parse(matcher.group(3).replace('.', '+'))
            .flatMap(
                salt -> pbkdf2(function, iterations, salt, matcher.group(4).replace('.', '+'))));
  }

  /** Keeps the first block of the digest, which is all that a check needs. */
  static Optional<PasswordHash> pbkdf2(
      Pbkdf2.Prf prf, int iterations, Salt salt, String base64Digest) {
    return Base64Text.decode(base64Digest)
        .map(digest -> Arrays.copyOf(digest, Math.min(digest.length, prf.bytes())))
        .flatMap(first -> Pbkdf2.of(prf, iterations, salt, first.length)
            .map(scheme -> new PasswordHash(scheme.settings(), Base64Text.encode(first))));
  }

  /** Joins a digest with the scheme for its length. */
  static Optional<PasswordHash> withDigest(
      String base64, IntFunction<Optional<? extends Scheme>> scheme) {
    return Base64Text.decode(base64)
        .flatMap(digest -> scheme
            .apply(digest.length)
            .map(found -> new PasswordHash(found.settings(), Base64Text.encode(digest))));
  }
}
