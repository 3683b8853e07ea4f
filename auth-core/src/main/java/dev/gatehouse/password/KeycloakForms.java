package dev.gatehouse.password;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keycloak's PBKDF2 credentials, put into one line: {@code keycloak:pbkdf2-sha512:<hashIterations>:<salt>:<value>},
 * with the algorithm's name, salt and value as its realm export has them. Its Argon2 credentials are imported as
 * {@code $argon2id$v=19$m=…,t=…,p=…$<salt>$<value>}.
 */
final class KeycloakForms {
  private static final Pattern PBKDF2 = Pattern.compile("keycloak:pbkdf2(?:-(sha256|sha512))?"
      + ":([1-9][0-9]{0,6}):([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  private KeycloakForms() {}

  static Optional<PasswordHash> parse(String text) {
    Matcher matcher = PBKDF2.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String prf = matcher.group(1) == null ? "sha1" : matcher.group(1);
    int iterations = Integer.parseInt(matcher.group(2));
    return Pbkdf2.Prf.named(prf)
        .flatMap(function -> Salt.parse(matcher.group(3))
            .flatMap(salt -> PhcForms.pbkdf2(function, iterations, salt, matcher.group(4))));
  }
}
