package dev.gatehouse.otp;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps trusted browsers. One is trusted as long as it has not expired and its account is in the epoch it was trusted in:
 * whatever ends all sessions ends trust, too. Safe for use by many threads and many nodes at once;
 * {@code TrustedDeviceStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface TrustedDeviceStore {

  /**
   * Adds a browser; of more than {@code most} of its account another one goes, also when many are added at once: one of an
   * earlier epoch, or else the oldest.
   */
  void insert(TrustedDevice device, int most);

  /** Tells whether an account trusts the browser with that digest at an instant, and notes that it was used. */
  boolean use(UserId user, Digest digest, Instant now);

  /** Returns the browsers that an account trusts at an instant, newest first, at most 100. */
  List<TrustedDevice> list(UserId user, Instant now);

  /** Deletes one browser of an account; of concurrent calls exactly one returns true. */
  boolean remove(UserId user, TrustedDeviceId id);

  /** Deletes every browser of an account and returns how many there were. */
  int removeAll(UserId user);

  /** Deletes at most {@code limit} browsers that expired before the cutoff and returns how many there were. */
  int deleteExpired(Instant cutoff, int limit);
}
