package dev.gatehouse.factor;

import dev.gatehouse.principal.UserId;
import java.util.Set;

/** Who must set up a second factor before they may do anything else. */
@FunctionalInterface
public interface FactorDuty {

  /**
   * Tells whether an account has to have a second factor and has none.
   *
   * @param methods what a session of the account has proven, as in {@code amr}
   */
  boolean isOwed(UserId user, Set<String> methods);

  /** Returns the duty that nobody has. */
  static FactorDuty none() {
    return (user, methods) -> false;
  }
}
