package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The members of a JSON Web Key (RFC 7517) as it was written down: all that can be said of a stored key without loading the
 * cryptography that reads it.
 */
record Jwk(Map<String, Object> members) {
  /** RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2. */
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  Jwk {
    members = Map.copyOf(members);
  }

  /**
   * Reads a key whose members are texts, as those of all our keys are.
   *
   * @throws IllegalArgumentException if it is none; the message never holds key material
   */
  static Jwk parse(byte[] json) {
    try {
      StrictJson reader = StrictJson.of(json);
      Map<String, Object> members = new HashMap<>();
      reader.object(name -> members.put(name, reader.string()));
      reader.end();
      return new Jwk(members);
    } catch (MalformedClaimsException e) {
      throw new IllegalArgumentException("not a JWK");
    }
  }

  static Jwk parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether it says of itself that it is the named key, for signatures of the algorithm. */
  boolean isFor(String kid, TokenAlgorithm algorithm) {
    return kid.equals(members.get("kid"))
        && algorithm.jws().equals(members.get("alg"))
        && "sig".equals(members.get("use"));
  }

  /** Returns it without what nobody else may see. */
  Jwk publicHalf() {
    Map<String, Object> shown = new HashMap<>(members);
    shown.keySet().removeAll(PRIVATE);
    return new Jwk(shown);
  }

  @Override
  public String toString() {
    return publicHalf().members.toString();
  }
}
