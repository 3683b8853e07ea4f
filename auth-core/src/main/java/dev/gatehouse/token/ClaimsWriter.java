package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** Writes the claims of a token as JSON. No value can need an escape: policy and claims have seen to that. */
final class ClaimsWriter {
  private final String start;

  ClaimsWriter(TokenPolicy policy) {
    this.start = "{\"iss\":\"" + policy.issuer() + "\",\"aud\":\"" + policy.audience() + "\",";
  }

  byte[] write(AccessTokenClaims claims) {
    String json = start
        + text("sub", claims.subject().toString())
        + text("sid", claims.session().toString())
        + text("jti", claims.id())
        + number("iat", claims.issuedAt().getEpochSecond())
        + number("exp", claims.expiresAt().getEpochSecond())
        + number("auth_time", claims.authenticatedAt().getEpochSecond())
        + number("uep", claims.userEpoch())
        + number("rep", claims.roleEpoch())
        + "\"amr\":" + methods(claims) + '}';
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(String name, String value) {
    return '"' + name + "\":\"" + value + "\",";
  }

  private static String number(String name, long value) {
    return '"' + name + "\":" + value + ',';
  }

  private static String methods(AccessTokenClaims claims) {
    return claims.methods().isEmpty()
        ? "[]"
        : "[\"" + String.join("\",\"", new TreeSet<>(claims.methods())) + "\"]";
  }
}
