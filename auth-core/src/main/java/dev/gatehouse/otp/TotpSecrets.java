package dev.gatehouse.otp;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.util.Optional;

/** Seals the secrets of authenticator apps, each for its account and its device: moved to another it opens nothing. */
final class TotpSecrets {
  /** As long as the output of SHA-1, which RFC 4226, 4 (R6) recommends. */
  static final int BYTES = 20;

  private static final String PURPOSE = "totp-secret";

  private final KeyRing keys;

  TotpSecrets(KeyRing keys) {
    this.keys = keys;
  }

  Sealed seal(UserId user, TotpDeviceId device, byte[] secret) {
    return keys.seal(PURPOSE, context(user, device), secret);
  }

  /** Returns the secret; empty if it was altered or moved, or its key is no longer there. */
  Optional<byte[]> open(TotpDevice device) {
    return keys.open(PURPOSE, context(device.user(), device.id()), device.secret())
        .filter(secret -> secret.length == BYTES);
  }

  /** Tells whether the secret is sealed under the present application secret. */
  boolean isCurrent(TotpDevice device) {
    return keys.isCurrent(device.secret());
  }

  private static String context(UserId user, TotpDeviceId device) {
    return user + "|" + device;
  }
}
