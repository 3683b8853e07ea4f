package dev.gatehouse.otp;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps authenticator apps: the confirmed ones of an account, and at most one that waits to be confirmed. Safe for use by
 * many threads and many nodes at once; {@code TotpStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface TotpStore {

  /** Adds a device that waits to be confirmed; one of the account that waited before is forgotten. */
  void begin(TotpDevice pending);

  /** Returns the devices of an account, the pending one included, oldest first. */
  List<TotpDevice> list(UserId user);

  /**
   * Counts one try to confirm the pending device, in one atomic statement, if it has that id and was tried fewer than
   * {@code most} times. Beginning again starts a count of its own.
   */
  boolean reserveTry(UserId user, TotpDeviceId id, int most);

  /**
   * Makes the pending device count, if it has that id, has not expired, and fewer than {@code most} count already. The
   * step is its last from then on. Of any number of concurrent calls exactly one returns true.
   */
  boolean confirm(UserId user, TotpDeviceId id, long step, int most, Instant now);

  /**
   * Accepts a code of that step, in one atomic statement, if the device counts and none of that step or a later one was
   * accepted. Of any number of concurrent calls for a step exactly one returns true, on any number of nodes.
   */
  boolean advanceStep(UserId user, TotpDeviceId id, long step, Instant now);

  /** Replaces a sealed secret by the same one, sealed anew; false if somebody else did meanwhile. */
  boolean reseal(TotpDeviceId id, Sealed before, Sealed after);

  /** Deletes one confirmed device of an account; of concurrent calls exactly one returns true. */
  boolean remove(UserId user, TotpDeviceId id);

  /** Deletes every device of an account and returns how many of them were confirmed. */
  int removeAll(UserId user);

  /** Deletes at most {@code limit} enrolments that expired unconfirmed before the cutoff and returns how many there were. */
  int deleteExpired(Instant cutoff, int limit);
}
