package dev.gatehouse.token;

import java.time.Instant;
import java.util.List;

/** Keeps signing keys. {@code SigningKeyStoreContract} in {@code auth-contracts} states every promise as a test. */
public interface SigningKeyStore {

  /** Returns all keys, oldest first. */
  List<SigningKeyRecord> list();

  /**
   * Adds a successor, and ends the signing life of those before it: every key of that algorithm whose
   * {@code passiveAt} is later than the successor's {@code activeAt} gets that instant as its {@code passiveAt}, and
   * {@code previousGoneAt} as its {@code goneAt}. It never moves a {@code goneAt} to a later instant: a disabled key stays
   * disabled. Does nothing and returns false if the newest key is no longer
   * {@code expectedNewest}: of concurrent rotations on any number of nodes exactly one returns true.
   *
   * @param expectedNewest the kid the caller believes to be the newest, or empty if there is no key yet
   */
  boolean rotate(String expectedNewest, SigningKeyRecord successor, Instant previousGoneAt);

  /** Makes a key verify nothing from {@code now} on; false if there is no such key. */
  boolean disable(String kid, Instant now);

  /** Deletes keys that are gone since before the cutoff and returns how many there were. */
  int deleteGone(Instant cutoff);
}
