package dev.gatehouse.password;

import dev.gatehouse.crypto.Secret;

/** Tells whether a password is known from a breach elsewhere. Off unless the application brings a source. */
@FunctionalInterface
public interface BreachCheck {

  /** What to answer when the source cannot be asked. */
  enum OnFailure {
    /** Let the password pass; a warning is logged. */
    ACCEPT,
    /** Refuse with STORE_UNAVAILABLE until the source answers again. */
    REFUSE
  }

  /**
   * Tells whether the password, normalised to NFC, is known to be breached.
   *
   * @throws dev.gatehouse.error.AuthException STORE_UNAVAILABLE if that cannot be told and must be
   */
  boolean isBreached(Secret password);

  /** Returns the check that knows no breach. */
  static BreachCheck off() {
    return password -> false;
  }

  /** Returns a check against a source, which lets passwords pass while the source cannot be asked. */
  static BreachCheck of(BreachedPasswords source) {
    return of(source, OnFailure.ACCEPT);
  }

  /** Returns a check against a source. */
  static BreachCheck of(BreachedPasswords source, OnFailure onFailure) {
    return new RangeBreachCheck(source, onFailure);
  }
}
