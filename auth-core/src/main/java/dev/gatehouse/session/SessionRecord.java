package dev.gatehouse.session;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A session as a store keeps it: one row from login to end, however often its refresh token rotates.
 *
 * @param epoch the account's epoch this session lives in; it is dead once the account has moved on
 * @param refreshDigest of the refresh token that may be used next
 * @param generation how often the refresh token was rotated
 * @param methods how the owner logged in, as in {@code amr}
 * @param authenticatedAt the last time the owner proved who they are
 * @param idleExpiresAt ends the session unless it is refreshed before
 * @param expiresAt ends the session whatever happens
 */
public record SessionRecord(
    SessionId id,
    UserId user,
    long epoch,
    Digest refreshDigest,
    long generation,
    Set<String> methods,
    String device,
    String firstAddress,
    String lastAddress,
    Instant authenticatedAt,
    Instant createdAt,
    Instant lastSeenAt,
    Instant idleExpiresAt,
    Instant expiresAt,
    Optional<Instant> endedAt,
    Optional<EndReason> endReason) {
  /** Copies the set. */
  public SessionRecord {
    methods = Set.copyOf(methods);
  }
}
