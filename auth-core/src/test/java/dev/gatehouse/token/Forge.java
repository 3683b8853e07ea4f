package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes tokens that the library itself would never make, signed with the library's own key. */
final class Forge {
  private final LoadedKey key;
  private final Map<String, String> claims = new LinkedHashMap<>();

  Forge(Node node, Instant now) {
    this(node.keys.signer(), now);
  }

  Forge(LoadedKey key, Instant now) {
    this.key = key;
    long seconds = now.getEpochSecond();
    claims.put("iss", quoted(Node.ISSUER));
    claims.put("aud", quoted(Node.AUDIENCE));
    claims.put("sub", quoted("usr_01h455vb4pex5vsknk084sn02q"));
    claims.put("sid", quoted("ses_01h455vb4pex5vsknk084sn02q"));
    claims.put("jti", quoted("token-1"));
    claims.put("iat", String.valueOf(seconds));
    claims.put("exp", String.valueOf(seconds + 600));
    claims.put("auth_time", String.valueOf(seconds));
    claims.put("uep", "1");
    claims.put("rep", "1");
    claims.put("amr", "[\"pwd\"]");
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String decode(String segment) {
    return new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8);
  }

  String kid() {
    return key.stored().kid();
  }

  String alg() {
    return key.stored().algorithm().jws();
  }

  /** Sets a claim to a piece of JSON, or removes it. */
  Forge with(String name, String json) {
    if (json == null) {
      claims.remove(name);
    } else {
      claims.put(name, json);
    }
    return this;
  }

  String payload() {
    return claims.entrySet().stream()
        .map(claim -> quoted(claim.getKey()) + ':' + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Signs the claims under the header our key writes. */
  String token() {
    return tokenWithPayload(payload());
  }

  String tokenWithPayload(String json) {
    return sign(key.header(), encode(json));
  }

  String tokenWithPayload(byte[] bytes) {
    return sign(key.header(), encode(bytes));
  }

  /** Signs the claims under any header. */
  String tokenWithHeader(String json) {
    return sign(encode(json), encode(payload()));
  }

  String sign(String header, String payload) {
    String signed = header + '.' + payload;
    return signed + '.' + encode(key.key().sign(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
