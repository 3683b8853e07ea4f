package dev.gatehouse.audit;

/** What a check of the trail found. */
public sealed interface AuditVerification {

  /** Every record is what it was when it was written. */
  record Intact(long records) implements AuditVerification {}

  /**
   * Somebody changed the trail.
   *
   * @param lane the chain
   * @param sequence the place of the first record that is not as it was, or that is not there
   */
  record Broken(int lane, long sequence, Damage damage) implements AuditVerification {}

  /** What is wrong with the first broken place of a chain. */
  enum Damage {
    /** The record there, or its hash, is not the one that was written there. */
    ALTERED,
    /** There is no record, but there are later ones. */
    MISSING,
    /** The record that belongs there is elsewhere. */
    REORDERED,
    /** The chain ends before the place that its head, or a head noted earlier, has seen. */
    TRUNCATED,
    /** The record is beyond the end that the head knows. */
    UNACCOUNTED
  }

  /** Tells whether nothing is wrong. */
  default boolean isIntact() {
    return this instanceof Intact;
  }
}
