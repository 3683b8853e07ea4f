package dev.gatehouse.token;

import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature is genuine, as they stand there. All claims that we write must be there, with
 * their types. {@code nbf} and {@code cnf} are refused: they would restrict the token in a way that is not checked
 * here. Other claims are skipped as data, whatever their names.
 *
 * <p>A claim that only tokens of services have makes it one: then it must have all of theirs and none that only tokens of
 * people have. So no token can be read as either.
 */
record SignedClaims(String issuer, String audience, TokenClaims claims) {

  static SignedClaims read(byte[] payload) throws MalformedClaimsException {
    try {
      StrictJson json = StrictJson.of(payload);
      ClaimMembers members = new ClaimMembers(json);
      json.object(members::read);
      json.end();
      return members.claims();
    } catch (IllegalArgumentException e) {
      // Thrown by the ids and by the records, which check their own grammar.
      throw new MalformedClaimsException();
    }
  }

  static <T> T required(@Nullable T value) throws MalformedClaimsException {
    if (value == null) {
      throw new MalformedClaimsException();
    }
    return value;
  }
}
