package dev.gatehouse.audit;

import dev.gatehouse.crypto.Digest;

/** The end of one chain. Before the first record it is sequence 0 and the digest of nothing. */
public record AuditHead(int lane, long sequence, Digest hash) {
  /** Returns the head of a chain without records. */
  public static AuditHead empty(int lane) {
    return new AuditHead(lane, 0, Digest.of(new byte[0]));
  }
}
