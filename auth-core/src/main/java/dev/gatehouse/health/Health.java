package dev.gatehouse.health;

import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.token.SigningKeyStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How the parts fare that nothing works without. What nodes share beside the store is none of them, nor is mail: without
 * those Gatehouse works on.
 *
 * @param at when somebody looked
 * @param problems what keeps this node from its work; empty if nothing does
 * @param schema which version the tables have; empty if nobody knows, or the store has none
 * @param signingKeys how the keys stand as this node knows them
 */
public record Health(
    Instant at,
    Set<Problem> problems,
    Optional<SchemaVersion> schema,
    SigningKeyStatus signingKeys) {
  /** What keeps a node from its work. */
  public enum Problem {
    /** The store does not answer, or not in time. */
    STORE,
    /** The tables are older than this library. */
    SCHEMA,
    /** No key signs: nobody gets a token. */
    SIGNING_KEYS
  }

  /** Copies the problems. */
  public Health {
    problems = Set.copyOf(problems);
  }

  /** Tells whether the node can do its work. */
  public boolean isUp() {
    return problems.isEmpty();
  }
}
