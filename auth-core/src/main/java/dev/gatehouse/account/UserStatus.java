package dev.gatehouse.account;

/** What an account may do. Only {@link #ACTIVE} may log in, refresh, or act. */
public enum UserStatus {
  /** Registered, e-mail not verified. */
  PENDING,
  /** In use. */
  ACTIVE,
  /** Suspended until a given time, or until further notice. */
  PAUSED,
  /** Shut out by an administrator. */
  BLOCKED,
  /** Ended by its owner or an administrator; its address stays reserved. */
  CLOSED
}
