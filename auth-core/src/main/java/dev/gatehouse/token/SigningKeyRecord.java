package dev.gatehouse.token;

import dev.gatehouse.crypto.Sealed;
import java.time.Instant;

/**
 * A signing key as a store keeps it.
 *
 * @param kid names the key in token headers and JWKS
 * @param publicJwk the public half as a JWK, published as it stands: kept to the character; for HS256 an object without key
 *     material
 * @param sealedPrivate the private half, sealed under the application secret and bound to the kid
 * @param activeAt when it begins to sign
 * @param passiveAt when it stops to sign and only verifies
 * @param goneAt when it stops to verify
 */
public record SigningKeyRecord(
    String kid,
    TokenAlgorithm algorithm,
    String publicJwk,
    Sealed sealedPrivate,
    Instant createdAt,
    Instant activeAt,
    Instant passiveAt,
    Instant goneAt) {
  /** Returns what the key may do at an instant. */
  public KeyState stateAt(Instant now) {
    if (!now.isBefore(goneAt)) {
      return KeyState.GONE;
    }
    if (!now.isBefore(passiveAt)) {
      return KeyState.PASSIVE;
    }
    return now.isBefore(activeAt) ? KeyState.PENDING : KeyState.ACTIVE;
  }

  @Override
  public String toString() {
    return "SigningKeyRecord(" + kid + ", " + algorithm + ")";
  }
}
