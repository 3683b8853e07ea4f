package dev.gatehouse.apikey;

import java.util.Locale;

/** What was decided about a key. That it has expired is not a status: the clock says so. */
public enum ApiKeyStatus {
  /** In use. */
  ACTIVE,
  /** Switched off until it is switched on again. */
  DISABLED,
  /** Replaced by rotation; works until the overlap ends, which then is its expiry. */
  ROTATING,
  /** Ended for ever. */
  REVOKED,
  /** Under suspicion, for example found in public: works no more, and can only be rotated or revoked. */
  QUARANTINED;

  /** Returns the status as clients see it, for example {@code active}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
