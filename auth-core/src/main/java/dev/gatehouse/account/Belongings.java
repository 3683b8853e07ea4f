package dev.gatehouse.account;

import dev.gatehouse.principal.UserId;

/** What other features keep about an account and nobody needs once it is closed. */
@FunctionalInterface
public interface Belongings {

  /** Deletes it. Called within the unit of work that closes the account, after its status has changed: both happen or neither. */
  void delete(UserId closed);
}
