package dev.gatehouse.http;

/** Whose requests a limit counts together. */
public enum LimitBy {
  /** The client's address, IPv6 by /64; decided before any credential is looked at. */
  ADDRESS,
  /** The person, the family of the API key, or the service; the address if nobody has proven who they are. */
  CALLER
}
