package dev.gatehouse.account;

import dev.gatehouse.crypto.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Remembers when an address may get the next mail of a kind. {@code MailCooldownStoreContract} in {@code auth-contracts} states
 * every promise as a test.
 */
public interface MailCooldownStore {

  /**
   * Takes the right to send one mail, if the last wait is over. The n-th mail is followed by the n-th wait, and
   * every later one by the last; a key that sent nothing for {@code forgetAfter} starts again. A wait that would take
   * longer than the longest of {@code waits} was noted by a clock that ran ahead and does not count. Of any number of
   * concurrent calls, exactly one returns true.
   *
   * @param key a keyed digest of purpose and canonical address
   */
  boolean reserve(Digest key, List<Duration> waits, Duration forgetAfter, Instant now);

  /** Deletes at most {@code limit} entries that are forgotten before the cutoff and returns how many there were. */
  int deleteForgotten(Instant cutoff, int limit);
}
