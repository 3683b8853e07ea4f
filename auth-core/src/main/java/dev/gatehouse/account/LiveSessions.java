package dev.gatehouse.account;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;

/** What the account services need of sessions: keep one while its account moves to a new epoch. */
@FunctionalInterface
public interface LiveSessions {

  /**
   * Lets one session of the account live on in its present epoch, within the caller's transaction. Does nothing if the
   * session is not that account's or has ended.
   */
  void keep(UserId user, SessionId kept);
}
