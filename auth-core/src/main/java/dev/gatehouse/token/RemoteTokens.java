package dev.gatehouse.token;

import java.time.InstantSource;

/**
 * Verifies tokens of an issuer that runs elsewhere, by the keys it publishes: what a process does that has no access to the
 * issuer's database. The front door is the same as that of {@link AccessTokens}. Safe for use by many threads.
 *
 * <p>Nobody is asked whether a session, an account or a service still lives: whatever ended early goes on to the end of its
 * token.
 */
public final class RemoteTokens {
  private final TokenVerifier verifier;
  private final InstantSource clock;

  /**
   * Fetches nothing yet.
   *
   * @param policy names the issuer; of its other values only the clock skew and what people's tokens must be count
   */
  public RemoteTokens(TokenPolicy policy, KeySetSource keys, InstantSource clock) {
    this.verifier = new TokenVerifier(policy, new RemoteKeys(keys, policy.clockSkew()));
    this.clock = clock;
  }

  /**
   * Tells what a presented token is, whatever the text.
   *
   * @throws dev.gatehouse.storage.StoreException if the keys were never fetched, or not for an hour, and cannot be now
   */
  public TokenVerification verify(String compact) {
    return verifier.verify(compact, clock.instant());
  }
}
