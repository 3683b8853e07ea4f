package dev.gatehouse.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Texts that nodes share for a short time, each under a name. It is no store: it may forget anything at any moment, and
 * whoever uses it does not trust what it says. Every method throws {@link dev.gatehouse.storage.StoreException} if there is
 * no answer in a bounded time. Safe for use by many threads and many nodes at once; {@code SharedCacheContract} in the test
 * kit states every promise as a test.
 */
public interface SharedCache {

  /**
   * What a name holds.
   *
   * @param at when the cache looked, by a clock of its own: it can be compared with other answers about the same name, and with
   *     nothing else
   */
  record Held(String text, Instant at) {}

  /**
   * Returns what each name holds, in the order of the names. A name that holds nothing holds the seed from then on: of
   * concurrent calls all see the seed of one of them.
   *
   * @param names 22 characters of {@code A-Z a-z 0-9 _ -} each
   * @param ttl how long the seed stays; reading prolongs nothing
   */
  List<Held> read(List<String> names, String seed, Duration ttl);

  /**
   * Replaces what a name holds if that is what is expected; of concurrent calls that expect the same, at most one does. May
   * return before it is done, and may come to nothing.
   *
   * @param end by the clock of {@link Held#at}: from then on the name holds the text no more, and a call that arrives later
   *     replaces nothing, however long it was under way
   */
  void replace(String name, String expected, String text, Instant end);

  /** Makes a name hold nothing. Once it has returned, no call of any node returns what was there before. */
  void remove(String name);
}
