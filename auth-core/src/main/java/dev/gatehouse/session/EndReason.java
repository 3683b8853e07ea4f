package dev.gatehouse.session;

import java.util.Locale;

/** Why a session ended. Its owner may be told. */
public enum EndReason {
  /** The owner logged out. */
  SIGNED_OUT,
  /** The owner ended it from another session, or ended all. */
  REVOKED,
  /** An administrator ended it. */
  REVOKED_BY_ADMIN,
  /** Too many sessions: the oldest went. */
  REPLACED,
  /** A credential changed. */
  CREDENTIALS_CHANGED,
  /** The account may not act at present. */
  ACCOUNT_DISABLED,
  /** A used refresh token came again. */
  REUSE_DETECTED,
  /** Not used for too long. */
  IDLE,
  /** Lived its full life. */
  EXPIRED;

  /** Returns the reason as clients see it, for example {@code signed_out}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
