package dev.gatehouse.audit;

import java.util.List;

/**
 * The trail. Records are linked into a fixed number of chains ({@link AuditRecord#LANES}); in each, the hash of a
 * record covers the hash of the one before it. {@code AuditStoreContract} in {@code auth-contracts} states every promise as
 * a test.
 */
public interface AuditStore {

  /**
   * Adds a record at the end of its chain, within the caller's transaction: sequence number and hash are set by one
   * atomic statement, so that chains neither fork nor skip.
   */
  void append(AuditRecord record);

  /** Adds many records in one round trip. */
  void appendAll(List<AuditRecord> records);

  /** Returns at most {@code limit} links of one chain with a sequence number above {@code after}, in order. */
  List<AuditLink> read(int lane, long after, int limit);

  /** Returns the sequence number and hash that the store believes to be the end of the chain. */
  AuditHead head(int lane);
}
