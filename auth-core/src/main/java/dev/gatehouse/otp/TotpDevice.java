package dev.gatehouse.otp;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * An authenticator app as a store keeps it.
 *
 * @param name what its owner calls it
 * @param secret sealed for this account and this device
 * @param lastStep the latest step a code of which was accepted; no code of it or of an earlier one will be
 * @param expiresAt ends the enrolment unless it is confirmed before
 * @param confirmedAt since when its codes count; empty while the enrolment is open
 */
public record TotpDevice(
    TotpDeviceId id,
    UserId user,
    String name,
    Sealed secret,
    long lastStep,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> confirmedAt,
    Optional<Instant> lastUsedAt) {

  /** Tells whether its codes count. */
  public boolean isActive() {
    return confirmedAt.isPresent();
  }

  @Override
  public String toString() {
    return "TotpDevice(" + id + ")";
  }
}
