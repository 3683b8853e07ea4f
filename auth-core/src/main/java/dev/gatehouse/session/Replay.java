package dev.gatehouse.session;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.time.Instant;

/**
 * The answer to the last rotation, kept so that a duplicate of the same request gets the same answer.
 *
 * @param digest of the refresh token that was rotated away
 * @param sealed the tokens that replaced it, encrypted under a key that only the old token yields
 */
public record Replay(Digest digest, Sealed sealed, Instant rotatedAt) {
  @Override
  public String toString() {
    return "Replay(" + digest + ")";
  }
}
