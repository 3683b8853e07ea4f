package dev.gatehouse.apikey;

/** Instants in the life of a key that are announced once each. */
public enum KeyDeadline {
  /** It will expire soon. */
  EXPIRING,
  /** It is so old that it should be rotated. */
  ROTATION_DUE,
  /** It has expired, or its overlap has ended. */
  EXPIRED
}
