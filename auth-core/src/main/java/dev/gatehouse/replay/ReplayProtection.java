package dev.gatehouse.replay;

import dev.gatehouse.event.EventDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Sees to it that what may be used once is used once: the {@code jti} of an assertion or a proof, the id of a webhook. Take a
 * guard per purpose and keep it:
 *
 * <pre>{@code
 * ReplayGuard deliveries = gatehouse.replays().guard("billing-webhook");
 * if (deliveries.use(id, sentAt, sentAt.plus(tolerance)) != ReplayVerdict.FIRST_USE) { … refuse … }
 * }</pre>
 *
 * Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Of all uses of an id for a purpose, on all nodes, one is the first, until a minute after the id is over. No flood
 * makes room for a replay: a live entry is never given up, and a store that is full or does not answer refuses. What is kept is
 * a digest of purpose and id, never the id.
 *
 * <p>The promise is as good as the store's memory: a standby that is promoted without the last commits, a restored backup or a
 * Redis that lost its data has forgotten uses, and a node whose clock is more than a minute slow may take an id again.
 */
public final class ReplayProtection {
  /** How long an id may be good for, from its use on: it has to be remembered for as long. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /** How long an id may be. */
  public static final int MOST_CHARACTERS = 1_024;

  private final ReplayStore store;
  private final InstantSource clock;
  private final Consumer<EventDraft> denials;

  /** Asks a store; tells of every replay. */
  public ReplayProtection(ReplayStore store, InstantSource clock, Consumer<EventDraft> denials) {
    this.store = store;
    this.clock = clock;
    this.denials = denials;
  }

  /**
   * Returns the guard of a purpose. Ids of different purposes have nothing to do with each other.
   *
   * @param purpose 1 to 64 of {@code a-z 0-9 . -}; the same on every node and for ever: another one forgets all ids
   * @throws IllegalArgumentException if the purpose is none
   */
  public ReplayGuard guard(String purpose) {
    return new ReplayGuard(purpose, store, clock, denials);
  }
}
