package dev.gatehouse.account;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;

/** Who must agree before the status of an account changes. */
@FunctionalInterface
public interface StatusGuard {

  /**
   * Agrees by returning. Called within the unit of work of the change, before anything else in it, so that what it
   * locks keeps others back until the change is done.
   *
   * @throws dev.gatehouse.error.AuthException if the account must not change so, or not by that actor
   */
  void beforeChange(UserId user, UserStatus wanted, Actor by, ClientInfo client);
}
