package dev.gatehouse.otp;

import dev.gatehouse.account.LiveSessions;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;

/**
 * What every change of an account's factors does besides: logins under way, other sessions, mailed links and trusted
 * browsers end, as with any change of a credential.
 */
final class FactorChange {
  private final UserStore users;
  private final TrustedDeviceStore trusted;
  private final Surroundings around;

  FactorChange(UserStore users, TrustedDeviceStore trusted, Surroundings around) {
    this.users = users;
    this.trusted = trusted;
    this.around = around;
  }

  /**
   * Lets the session go on that has made a change, and that alone.
   *
   * @throws AuthException SESSION_ENDED if it has ended meanwhile, or somebody else has changed the account's credentials:
   *     what was proven before is true no longer, and nothing is changed
   */
  void keep(LiveSessions sessions, UserPrincipal self) {
    if (!sessions.keep(self.userId(), self.sessionId())) {
      throw new AuthException(ErrorCode.SESSION_ENDED, "The session has ended; log in again.");
    }
  }

  /**
   * Begins a change within the caller's unit of work; its lock on the account keeps other changes back until the end.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed
   */
  User begin(UserId id) {
    User user = users
        .advanceEpoch(id, true)
        .filter(found -> found.status() != UserStatus.CLOSED)
        .orElseThrow(() ->
            new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
    int unused = trusted.removeAll(id);
    Invalidation changed = new Invalidation(Invalidation.Kind.USER, id.toString());
    around.transactions().afterCommit(() -> around.invalidations().publish(changed));
    return user;
  }
}
