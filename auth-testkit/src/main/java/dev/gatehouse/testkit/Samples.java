package dev.gatehouse.testkit;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.SessionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Valid values for tests of stores. Instants are whole microseconds, the finest that every store keeps. */
public final class Samples {
  /** The present, in every contract. */
  public static final Instant NOW = Instant.parse("2030-01-01T12:00:00.123456Z");

  /** The shortest span that stores tell apart. */
  public static final Duration TICK = Duration.ofNanos(1000);

  private Samples() {}

  /** Returns the id of nobody yet. */
  public static UserId userId() {
    return new UserId(UUID.randomUUID());
  }

  /** Returns an address in its own spelling; its canonical form is lower-case. */
  public static EmailAddress email(String spelling) {
    return EmailAddress.stored(spelling, spelling.toLowerCase(Locale.ROOT));
  }

  /** Returns an active account with a new id and an address nobody else has. */
  public static User user() {
    UserId id = userId();
    return user(id, email("User." + id.value() + "@example.org"), UserStatus.ACTIVE);
  }

  /** Returns an account at epoch 3 and credential epoch 2, so that the two cannot be mistaken for each other. */
  public static User user(UserId id, EmailAddress email, UserStatus status) {
    return new User(
        id,
        email,
        status != UserStatus.PENDING,
        "Zoë Example",
        Locale.forLanguageTag("de-AT"),
        status,
        "",
        Optional.empty(),
        3,
        2,
        NOW.minus(Duration.ofDays(1)));
  }

  /** Returns the digest of a text, standing for the digest of a token. */
  public static Digest digest(String token) {
    return Digest.of(token);
  }

  /** Returns bytes that stand for sealed ones. */
  public static Sealed sealed(String text) {
    return Sealed.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a session opened at {@code createdAt}, idle after a day and over after a week. Its refresh digest is
   * {@code digest(id.toString())}.
   */
  public static SessionRecord session(SessionId id, UserId user, Instant createdAt) {
    return new SessionRecord(
        id,
        user,
        0,
        digest(id.toString()),
        0,
        Set.of("pwd", "otp"),
        "Firefox on Linux",
        "192.0.2.1",
        "192.0.2.1",
        createdAt,
        createdAt,
        createdAt,
        createdAt.plus(Duration.ofDays(1)),
        createdAt.plus(Duration.ofDays(7)),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns a successful login of that account. */
  public static Event event(UserId subject, Instant at) {
    return new Event(
        UUID.randomUUID(),
        at,
        EventType.LOGIN_SUCCEEDED,
        "success",
        Optional.of(subject),
        Actor.user(subject),
        new ClientInfo("192.0.2.1", "curl/8 \"quoted\" ü", "req-1"),
        Map.of("method", "pwd", "note", "{\"a\": \"ö\"}"));
  }

  /** Returns the line that the audit trail keeps of {@link #event}. */
  public static AuditRecord auditRecord(UserId subject, Instant at) {
    return AuditRecord.of(event(subject, at));
  }
}
