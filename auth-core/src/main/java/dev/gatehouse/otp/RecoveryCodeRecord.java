package dev.gatehouse.otp;

import dev.gatehouse.principal.UserId;
import java.time.Instant;

/**
 * The recovery codes of an account, but for the codes.
 *
 * @param keyId of the application secret under which they were digested; {@link #NO_KEY} of all that are made now
 * @param left how many are unused
 */
public record RecoveryCodeRecord(UserId user, String keyId, int left, Instant createdAt) {
  /** Stands for digests without a key. */
  public static final String NO_KEY = "";
}
