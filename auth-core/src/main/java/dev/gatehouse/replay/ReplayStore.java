package dev.gatehouse.replay;

import dev.gatehouse.crypto.Digest;
import java.time.Instant;

/**
 * Remembers which ids have been used. {@code ReplayStoreContract} in {@code auth-contracts} states every promise as a test. Safe for use
 * by many threads and many nodes at once.
 *
 * <p>An entry that is not over is never given up: not for want of room, and not by one clock that runs ahead. A store that has
 * no room, or may have forgotten something, throws.
 */
public interface ReplayStore {

  /**
   * Notes that an id is used, if it was not noted before. Of any number of concurrent calls for one id, on any nodes, exactly
   * one returns true, as long as the store keeps what it acknowledged. An entry is over once {@code now} has reached its end; a store with a clock of its own may require that
   * this says so, too. The id of an entry that is over is like a new one.
   *
   * <p>A store of a {@code Storage} joins the caller's unit of work: if that is rolled back, the id was not used, and callers
   * with the same id wait until that is decided. After an exception the id may count as used.
   *
   * @param id the digest of purpose and id
   * @param issuedAt when the id came to be: a store that began to remember after that cannot tell whether it was used, and throws; one that
   *     can forget throws, too, if that is more than a minute to come
   * @param keptUntil the end of the entry
   * @throws dev.gatehouse.storage.StoreException if the store does not answer, is full, or cannot tell
   */
  boolean claim(Digest id, Instant issuedAt, Instant keptUntil, Instant now);

  /** Deletes at most {@code limit} entries that were over before the cutoff, and returns how many there were. */
  int deleteOver(Instant cutoff, int limit);
}
