package dev.gatehouse.session;

import dev.gatehouse.error.ErrorCode;
import java.util.Optional;
import java.util.function.Function;

/** What a presented refresh token led to. */
public sealed interface RefreshResult {

  /** The session goes on with these tokens; a duplicate within the grace gets equal ones. */
  record Refreshed(Tokens tokens) implements RefreshResult {
    @Override
    public <T> T fold(Function<Refreshed, T> refreshed, Function<Refused, T> refused) {
      return refreshed.apply(this);
    }
  }

  /**
   * The session does not go on.
   *
   * @param code REFRESH_TOKEN_INVALID, REFRESH_TOKEN_REUSED or SESSION_ENDED
   * @param reason why the session ended, if it did
   */
  record Refused(ErrorCode code, Optional<EndReason> reason) implements RefreshResult {
    @Override
    public <T> T fold(Function<Refreshed, T> refreshed, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }

  /** Handles every outcome; a new outcome does not compile until each caller does. */
  <T> T fold(Function<Refreshed, T> refreshed, Function<Refused, T> refused);
}
