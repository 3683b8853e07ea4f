package dev.gatehouse.otp;

/** Who must have a second factor. */
public enum FactorRequirement {
  /** Nobody can set one up; accounts that have one are still asked for it. */
  NEVER,
  /** Whoever wants one. */
  OPTIONAL,
  /** The holders of certain roles; anybody else may. */
  ROLES,
  /** Everybody. */
  ALL
}
