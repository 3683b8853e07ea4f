package dev.gatehouse.token;

import java.time.Duration;
import java.time.Instant;

/** What every token of ours says, whoever bears it. */
sealed interface TokenClaims permits AccessTokenClaims, ServiceTokenClaims {

  /** Returns the name of this one token. */
  String id();

  /** Returns when it began. */
  Instant issuedAt();

  /** Returns when it ends. */
  Instant expiresAt();

  /** Returns how long it lasts. */
  default Duration lifetime() {
    return Duration.between(issuedAt(), expiresAt());
  }
}
