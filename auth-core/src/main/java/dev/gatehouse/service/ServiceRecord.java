package dev.gatehouse.service;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ServiceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A service principal as a store keeps it. It has one secret, and during a rotation the one before too: never more.
 *
 * @param name unique; what its operators and its tokens call it
 * @param audiences the receivers it may get tokens for
 * @param enabled whether it may act at all
 * @param epoch counts up whenever all its tokens must end; a token of an earlier epoch is dead
 * @param secret the digest of the newest secret
 * @param secretAt when that one was made
 * @param previous the secret before, during an overlap or after it
 */
public record ServiceRecord(
    ServiceId id,
    String name,
    Set<String> audiences,
    boolean enabled,
    long epoch,
    Digest secret,
    Instant secretAt,
    Optional<PreviousSecret> previous,
    Instant createdAt) {

  /** A secret on its way out: dead from {@code endsAt} on. */
  public record PreviousSecret(Digest digest, Instant endsAt) {}

  /** Copies the set. */
  public ServiceRecord {
    audiences = Set.copyOf(audiences);
  }

  /** Tells whether a secret counts at an instant. Digests are compared in constant time. */
  boolean accepts(Digest presented, Instant now) {
    boolean newest = secret.equals(presented);
    boolean overlapping = previous
        .filter(old -> old.digest().equals(presented) && now.isBefore(old.endsAt()))
        .isPresent();
    return newest || overlapping;
  }
}
