package dev.gatehouse.otp;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keeps digests of recovery codes, all of an account together. Safe for use by many threads and many nodes at once;
 * {@code RecoveryCodeStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface RecoveryCodeStore {

  /** Replaces all codes of an account, used and unused; of concurrent calls the codes of one are left. */
  void replace(UserId user, String keyId, List<Digest> codes, Instant now);

  /** Returns what is known about the codes of an account; empty if it never had any. */
  Optional<RecoveryCodeRecord> find(UserId user);

  /**
   * Spends a code and returns how many are left; empty if it is none of the account or was spent. Of any number of
   * concurrent calls for one code exactly one gets it.
   */
  OptionalInt consume(UserId user, Digest code);

  /** Deletes all codes of an account; false if it had none. */
  boolean remove(UserId user);
}
