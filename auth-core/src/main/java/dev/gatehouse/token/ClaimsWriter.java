package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** Writes the claims of a token as JSON. No value can need an escape: policy and claims have seen to that. */
final class ClaimsWriter {
  private final String issuer;
  private final String start;

  ClaimsWriter(TokenPolicy policy) {
    this.issuer = '{' + text("iss", policy.issuer());
    this.start = issuer + text("aud", policy.audience());
  }

  byte[] write(AccessTokenClaims claims) {
    String json = start
        + text("sub", claims.subject().toString())
        + text("sid", claims.session().toString())
        + common(claims)
        + number("auth_time", claims.authenticatedAt().getEpochSecond())
        + number("uep", claims.userEpoch())
        + number("rep", claims.roleEpoch())
        + "\"amr\":" + methods(claims) + '}';
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] write(ServiceTokenClaims claims) {
    String service = claims.service().toString();
    String json = issuer
        + text("aud", claims.audience())
        + claims.onBehalfOf().map(user -> person(user, service)).orElse(text("sub", service))
        + text("client_id", service)
        + text("client_name", claims.name())
        + common(claims)
        + "\"sep\":" + claims.epoch() + '}';
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  private static String person(OnBehalfOf user, String service) {
    return text("sub", user.user().toString())
        + text("sid", user.session().toString())
        + number("uep", user.userEpoch())
        + "\"act\":{\"sub\":\"" + service + "\"},";
  }

  private static String common(TokenClaims claims) {
    return text("jti", claims.id())
        + number("iat", claims.issuedAt().getEpochSecond())
        + number("exp", claims.expiresAt().getEpochSecond());
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
