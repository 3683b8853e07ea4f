package dev.gatehouse.session;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps sessions. Safe for use by many threads and many nodes at once; {@code SessionStoreContract} in {@code auth-contracts}
 * states every promise as a test.
 */
public interface SessionStore {

  /**
   * Adds a session in its account's present epoch, if the account is ACTIVE (or its pause is over at the session's
   * creation) and its credential epoch still is the given one. The record's own epoch is ignored.
   *
   * @return the epoch the session was opened in; empty if it was not opened
   */
  Optional<Long> open(SessionRecord session, long credentialEpoch);

  /** Returns a session with its account, ended ones included. */
  Optional<SessionState> find(SessionId id);

  /**
   * Rotates the refresh token, in one atomic statement, if the presented one is current, the session has neither ended
   * nor expired, and its account is ACTIVE in the session's epoch. Of any number of concurrent calls with the same
   * presented digest exactly one returns true. Generation rises by one.
   */
  boolean rotate(Rotation rotation);

  /** Ends one session of an account; false if it is not that account's or had ended before. */
  boolean end(SessionId id, UserId user, EndReason reason, Instant now);

  /** Ends the oldest live sessions of an account so that at most {@code keep} are left; returns those it ended. */
  List<SessionId> endOldest(UserId user, int keep, EndReason reason, Instant now);

  /**
   * Moves one live session of an account into the account's present epoch. A session that lives in an epoch before the
   * last stays dead: its end came from somebody else.
   */
  boolean moveToPresentEpoch(SessionId id, UserId user);

  /** Records that the owner has proven who they are; false if the session has ended. */
  boolean reauthenticate(SessionId id, Instant now);

  /**
   * Records that the owner has proven one more factor now, by the method with that name, which is added to the methods of
   * the session; false if the session does not live in its account's present epoch.
   */
  boolean prove(SessionId id, String method, Instant now);

  /** Returns the live sessions of an account at an instant, newest first, at most 100. */
  List<SessionRecord> list(UserId user, Instant now);

  /** Moves last-seen times forward, never back, in one round trip. */
  void touch(Map<SessionId, Instant> lastSeen);

  /** Deletes at most {@code limit} sessions that were over before the cutoff and returns how many there were. */
  int deleteOver(Instant cutoff, int limit);
}
