package dev.gatehouse.token;

import java.time.Duration;
import java.time.Instant;

/**
 * A stored key together with its opened material.
 *
 * @param header the header segment of the tokens it signs
 */
record LoadedKey(SigningKeyRecord stored, JwsKey key, String header) {

  /** Tells whether the material is that of a sound key; the first call may have to find out. */
  boolean isSound() {
    return key.isSound();
  }

  /** Tells whether the key signs at an instant by this node's clock. */
  boolean signsAt(Instant now) {
    return stored.stateAt(now) == KeyState.ACTIVE;
  }

  /** Tells whether a token of this key may be genuine: a node whose clock is ahead may have begun to sign with it. */
  boolean verifiesAt(Instant now, Duration clockSkew) {
    return !now.plus(clockSkew).isBefore(stored.activeAt()) && now.isBefore(stored.goneAt());
  }
}
