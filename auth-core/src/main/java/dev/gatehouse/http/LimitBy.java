package dev.gatehouse.http;

/** Whose requests a limit counts together. */
public enum LimitBy {
  /** The client's address, IPv6 by /64; decided before any credential is looked at. */
  ADDRESS,
  /**
   * The login name that the device is known to, for all its known devices together; the address if it is known to none.
   * Decided before any credential is looked at. So nobody behind the owner's address uses up what the owner needs.
   */
  KNOWN_DEVICE,
  /** The person, the family of the API key, or the service; the address if nobody has proven who they are. */
  CALLER
}
