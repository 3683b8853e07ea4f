package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the credits of families. Safe for use by many threads and many nodes at once; {@code ApiKeyCreditStoreContract}
 * in {@code auth-contracts} states every promise as a test.
 */
public interface ApiKeyCreditStore {

  /**
   * Spends credits, in one atomic statement, if that many are left once a refill that is due has taken place. A refill
   * takes place once per day or month of UTC; a clock that was set back gives none.
   *
   * @return what is left; empty if it is not enough, and then nothing has changed. A family without credits to spend has
   *     the most there can be left
   */
  Optional<Long> spend(ApiKeyFamilyId family, long cost, Instant now);

  /**
   * Adds credits, in one atomic statement, to a family that has any, up to {@link Credits#MOST}, once a refill that is due
   * has taken place; returns what it has then.
   */
  Optional<Credits> add(ApiKeyFamilyId family, long amount, Instant now);

  /** Sets the credits of a family; empty makes it unlimited. False if there is no such family. */
  boolean set(ApiKeyFamilyId family, Optional<Credits> credits, Instant now);

  /** Returns the credits of a family as stored: a refill that is due has not taken place yet. */
  Optional<Credits> find(ApiKeyFamilyId family);
}
