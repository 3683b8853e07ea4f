package dev.gatehouse.testkit.memory;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Rotation;
import dev.gatehouse.session.SessionRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Copies of a session in which something has changed. */
final class SessionChange {
  private final SessionRecord before;
  private long epoch;
  private Digest refreshDigest;
  private long generation;
  private String lastAddress;
  private Set<String> methods;
  private Instant authenticatedAt;
  private Instant lastSeenAt;
  private Instant idleExpiresAt;
  private Optional<Instant> endedAt;
  private Optional<EndReason> endReason;

  private SessionChange(SessionRecord before) {
    this.before = before;
    this.epoch = before.epoch();
    this.refreshDigest = before.refreshDigest();
    this.generation = before.generation();
    this.lastAddress = before.lastAddress();
    this.methods = before.methods();
    this.authenticatedAt = before.authenticatedAt();
    this.lastSeenAt = before.lastSeenAt();
    this.idleExpiresAt = before.idleExpiresAt();
    this.endedAt = before.endedAt();
    this.endReason = before.endReason();
  }

  static SessionRecord epoch(SessionRecord session, long epoch) {
    SessionChange change = new SessionChange(session);
    change.epoch = epoch;
    return change.record();
  }

  static SessionRecord rotated(SessionRecord session, Rotation rotation) {
    SessionChange change = new SessionChange(session);
    change.refreshDigest = rotation.successor();
    change.generation++;
    change.lastAddress = rotation.address();
    change.lastSeenAt = rotation.now();
    change.idleExpiresAt = rotation.idleExpiresAt();
    return change.record();
  }

  static SessionRecord authenticated(SessionRecord session, Instant at) {
    SessionChange change = new SessionChange(session);
    change.authenticatedAt = at;
    return change.record();
  }

  static SessionRecord proven(SessionRecord session, String method, Instant at) {
    SessionChange change = new SessionChange(session);
    change.methods = new HashSet<>(session.methods());
    change.methods.add(method);
    change.authenticatedAt = at;
    return change.record();
  }

  static SessionRecord seen(SessionRecord session, Instant at) {
    SessionChange change = new SessionChange(session);
    change.lastSeenAt = at;
    return change.record();
  }

  static SessionRecord ended(SessionRecord session, EndReason reason, Instant at) {
    SessionChange change = new SessionChange(session);
    change.endedAt = Optional.of(at);
    change.endReason = Optional.of(reason);
    return change.record();
  }

  private SessionRecord record() {
    return new SessionRecord(
        before.id(),
        before.user(),
        epoch,
        refreshDigest,
        generation,
        methods,
        before.device(),
        before.firstAddress(),
        lastAddress,
        authenticatedAt,
        before.createdAt(),
        lastSeenAt,
        idleExpiresAt,
        before.expiresAt(),
        endedAt,
        endReason);
  }
}
