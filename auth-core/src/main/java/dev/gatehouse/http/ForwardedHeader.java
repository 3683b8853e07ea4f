package dev.gatehouse.http;

/** Which header the trusted proxies write the client's address into. */
public enum ForwardedHeader {
  /** None: the address of the connection is the client's. */
  NONE,
  /** {@code X-Forwarded-For}. */
  X_FORWARDED_FOR,
  /** {@code Forwarded} (RFC 7239). */
  FORWARDED
}
