package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Replay;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The columns of a session, in the order of {@link SessionRecord} and {@link Replay}. */
final class SessionRow {
  static final String COLUMNS =
      "s.id, s.user_id, s.epoch, s.refresh_digest, s.generation, s.methods, s.device, s.first_address,"
          + " s.last_address, s.authenticated_at, s.created_at, s.last_seen_at, s.idle_expires_at,"
          + " s.expires_at, s.ended_at, s.end_reason";

  static final String REPLAY_COLUMNS = "s.replay_digest, s.replay_sealed, s.replay_at";

  private SessionRow() {}

  static SessionRecord read(Columns columns) throws SQLException {
    return new SessionRecord(
        new SessionId(columns.uuid()),
        new UserId(columns.uuid()),
        columns.number(),
        columns.digest(),
        columns.number(),
        columns.textSet(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.instant(),
        columns.instant(),
        columns.instant(),
        columns.instant(),
        columns.instant(),
        columns.maybeInstant(),
        columns.maybeOneOf(EndReason.class));
  }

  static SessionState readState(Columns columns) throws SQLException {
    SessionRecord session = read(columns);
    Optional<Digest> digest = columns.maybeDigest();
    Optional<Sealed> sealed = columns.maybeSealed();
    Optional<Instant> at = columns.maybeInstant();
    Optional<Replay> replay =
        digest.map(old -> new Replay(old, sealed.orElseThrow(), at.orElseThrow()));
    return new SessionState(session, UserRow.read(columns), replay);
  }
}
