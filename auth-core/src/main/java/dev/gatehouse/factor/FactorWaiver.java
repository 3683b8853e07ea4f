package dev.gatehouse.factor;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.UserId;

/** What spares an account its second factor at a login: a browser in which it was presented before. */
@FunctionalInterface
public interface FactorWaiver {
  /** The method that stands in {@code amr} for a factor that was waived; no proof of a factor. */
  String METHOD = "device";

  /** Tells whether the token is that of a browser the account trusts now. */
  boolean waives(UserId user, Secret token);

  /** Returns the waiver that spares nobody. */
  static FactorWaiver none() {
    return (user, token) -> false;
  }
}
