package dev.gatehouse.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a verifier finds the keys of its issuer. */
interface VerificationKeys {

  /** Returns the keys as this node knows them. */
  KeySet at(Instant now);

  /** Returns the key that a header segment names; null if none is known that may have signed. */
  @Nullable
  LoadedKey verifier(String header, Instant now);
}
