package dev.gatehouse.replay;

/** What one use of an id turned out to be. Only {@link #FIRST_USE} lets anybody go on; the others are for logs, not for callers. */
public enum ReplayVerdict {
  /** Nobody has used the id for this purpose, and from now on nobody can. */
  FIRST_USE,
  /** The id was used before. */
  REPLAYED,
  /** The id was over before it was used; nothing was noted. */
  EXPIRED,
  /** The id is good for longer than {@link ReplayProtection#LONGEST}, and would have to be remembered for as long. */
  TOO_LONG,
  /** The id is blank, longer than {@link ReplayProtection#MOST_CHARACTERS}, or over before it was issued. */
  MALFORMED
}
