package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;

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
