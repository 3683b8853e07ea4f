package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header segments of our tokens. Each key has exactly two: {@code typ} is {@code at+jwt} (what we write) or
 * {@code application/at+jwt} (RFC 9068, 4), in lower case, and the members stand in the order {@code alg, kid, typ}.
 * Any other spelling is refused without being parsed, even when one of our keys has signed it.
 */
final class TokenHeader {
  private static final String TYPE = "at+jwt";
  private static final Pattern OURS = Pattern.compile("\\{\"alg\":\"(?:EdDSA|ES256|PS256|HS256)\","
      + "\"kid\":\"[A-Za-z0-9_-]{1,64}\",\"typ\":\"(?:application/)?at\\+jwt\"}");

  private TokenHeader() {}

  /** Returns the segment of every token that the key signs. */
  static String written(SigningKeyRecord key) {
    return segment(key, TYPE);
  }

  /** Returns the segments that name the key. */
  static List<String> accepted(SigningKeyRecord key) {
    return List.of(segment(key, TYPE), segment(key, "application/" + TYPE));
  }

  /** Tells whether a key of ours, perhaps one that this node has not seen yet, could have written a segment. */
  static boolean isOurs(String canonicalSegment) {
    byte[] json = Base64.getUrlDecoder().decode(canonicalSegment);
    return OURS.matcher(new String(json, StandardCharsets.ISO_8859_1)).matches();
  }

  private static String segment(SigningKeyRecord key, String type) {
    String json = "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}"
        .formatted(key.algorithm().jws(), key.kid(), type);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.US_ASCII));
  }
}
