package dev.gatehouse.token;

/** The life of a signing key. */
public enum KeyState {
  /** Published, so that every verifier knows it before it signs. */
  PENDING,
  /** Signs and verifies. */
  ACTIVE,
  /** Verifies what it signed. */
  PASSIVE,
  /** Verifies nothing. */
  GONE
}
