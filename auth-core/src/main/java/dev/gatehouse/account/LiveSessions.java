package dev.gatehouse.account;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;

/** What the account services need of sessions: keep one while its account moves to a new epoch. */
@FunctionalInterface
public interface LiveSessions {

  /**
   * Lets one session of the account live on in its present epoch, within the caller's transaction; false if the session is
   * not that account's, has ended, or lives in an epoch before the last.
   */
  boolean keep(UserId user, SessionId kept);
}
