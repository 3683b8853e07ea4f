package dev.gatehouse.session;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.SessionId;
import java.time.Instant;

/**
 * One step of a refresh family: replaces the presented refresh token by its successor.
 *
 * @param presented must be the session's current refresh digest, or nothing happens
 * @param successor becomes the current one
 * @param sealedAnswer kept for duplicates of this request
 * @param epoch the account's epoch the caller saw; another one means that nothing happens
 */
public record Rotation(
    SessionId session,
    Digest presented,
    Digest successor,
    Sealed sealedAnswer,
    long epoch,
    String address,
    Instant now,
    Instant idleExpiresAt) {
  @Override
  public String toString() {
    return "Rotation(" + session + ")";
  }
}
