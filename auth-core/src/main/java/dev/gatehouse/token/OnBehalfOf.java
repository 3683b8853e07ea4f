package dev.gatehouse.token;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;

/**
 * For whom a service acts: the person (the {@code sub} of such a token), in which session ({@code sid}), at which epoch
 * of the account ({@code uep}). The token is good for nothing once that session or that epoch is over.
 */
public record OnBehalfOf(UserId user, SessionId session, long userEpoch) {
  /** Checks the epoch. */
  public OnBehalfOf {
    if (userEpoch < 0) {
      throw new IllegalArgumentException("epochs count up from 0, was " + userEpoch);
    }
  }
}
