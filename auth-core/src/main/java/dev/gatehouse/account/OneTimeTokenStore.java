package dev.gatehouse.account;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps tokens that work once. Safe for use by many threads and many nodes at once;
 * {@code OneTimeTokenStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface OneTimeTokenStore {

  /** Adds a token. */
  void insert(OneTimeToken token);

  /** Returns a token that nobody has consumed, expired ones included. */
  Optional<OneTimeToken> find(Digest digest, TokenPurpose purpose);

  /** Spends a token that is not expired at {@code now}. Of any number of concurrent calls, exactly one gets it. */
  Optional<OneTimeToken> consume(Digest digest, TokenPurpose purpose, Instant now);

  /** Counts one answer if fewer than {@code limit} were counted and it is not expired; true if it was counted. */
  boolean reserveAttempt(Digest digest, TokenPurpose purpose, int limit, Instant now);

  /** Spends every unspent token of that purpose of an account; returns how many. */
  int revokeAll(UserId user, TokenPurpose purpose, Instant now);

  /** Deletes at most {@code limit} tokens that expired before the cutoff and returns how many there were. */
  int deleteExpired(Instant cutoff, int limit);
}
