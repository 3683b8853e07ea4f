package dev.gatehouse.otp;

import dev.gatehouse.principal.UserId;
import java.time.Instant;

/**
 * Counts how often each factor of an account is tried. A try is counted before it is judged, so that no number of
 * concurrent ones gets past the limit. Safe for use by many threads and many nodes at once;
 * {@code FactorAttemptStoreContract} in the test kit states every promise as a test.
 */
public interface FactorAttemptStore {

  /**
   * Counts one try, in one atomic statement, unless the factor is locked. The try that reaches the limit is granted and
   * locks the factor. A lock that ends later than the longest could was noted under a clock that ran ahead, and does not
   * count.
   */
  Attempt reserve(UserId user, String factor, AttemptLimits limits, Instant now);

  /** Forgets the tries and locks of one factor: it was right. */
  void clear(UserId user, String factor);

  /** Forgets the tries and locks of every factor of an account. */
  void clearAll(UserId user);

  /** Deletes at most {@code limit} counts that are forgotten before the cutoff and returns how many there were. */
  int deleteForgotten(Instant cutoff, int limit);
}
