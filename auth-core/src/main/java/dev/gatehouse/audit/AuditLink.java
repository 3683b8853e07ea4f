package dev.gatehouse.audit;

import dev.gatehouse.crypto.Digest;

/** A record in its place: {@code hash} is SHA-256 of the previous hash followed by the record's canonical bytes. */
public record AuditLink(long sequence, AuditRecord record, Digest hash) {}
