package dev.gatehouse.account;

import java.time.Instant;
import java.util.Optional;

/** A new status with its reason and, for a pause, its end. */
public record StatusChange(UserStatus status, String reason, Optional<Instant> until) {
  /** Checks that only a pause has an end, and that the reason fits into 500 characters. */
  public StatusChange {
    if (status == UserStatus.PENDING) {
      throw new IllegalArgumentException("an account is pending only until its address was proven");
    }
    if (until.isPresent() && status != UserStatus.PAUSED) {
      throw new IllegalArgumentException("only a pause ends by itself, not " + status);
    }
    if (reason.length() > 500) {
      throw new IllegalArgumentException(
          "a reason has at most 500 characters, had " + reason.length());
    }
  }
}
