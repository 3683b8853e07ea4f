package dev.gatehouse.otp;

import dev.gatehouse.principal.UserId;
import java.time.Instant;

/**
 * Counts how often each factor of an account is tried. A try is counted before it is judged, so that no number of
 * concurrent ones gets past the limit. Safe for use by many threads and many nodes at once;
 * {@code FactorAttemptStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface FactorAttemptStore {

  /**
   * Counts one try, in one atomic statement, unless the factor is locked. The try that reaches the limit is granted and
   * locks the factor, for longer than the lock before. How many there were is forgotten when {@code forgetAfter} has
   * passed since the last one ended, whatever is tried meanwhile. A lock that ends later than twice the longest could was
   * noted under a clock that ran ahead, and does not count.
   */
  Attempt reserve(UserId user, String factor, AttemptLimits limits, Instant now);

  /**
   * Forgets the failures of a factor that was right, and a lock that has begun meanwhile, by this try or by one beside it. The
   * locks before it stay counted: whoever guesses between two logins of the owner does not start anew with each.
   */
  void succeeded(UserId user, String factor);

  /**
   * Ends the locks of an account that hold now, but for those of the longest kind. They stay counted, so that the next ones
   * are longer, and lifting them buys a bounded number of tries.
   */
  void lift(UserId user, AttemptLimits limits);

  /** Forgets the tries and locks of every factor of an account. */
  void clearAll(UserId user);

  /** Deletes at most {@code limit} counts that are forgotten before the cutoff and returns how many there were. */
  int deleteForgotten(Instant cutoff, int limit);
}
