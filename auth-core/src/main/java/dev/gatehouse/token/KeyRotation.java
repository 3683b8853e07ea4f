package dev.gatehouse.token;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Changes the stored keys: who succeeds whom, and when. Each change is one unit of work with its event; other nodes
 * hear of it after the commit.
 */
final class KeyRotation {
  /** How long every verifier has to learn of a key: twice what JWKS answers may be cached. */
  static final Duration PUBLISHED_BEFORE_ACTIVE = Duration.ofMinutes(10);

  private static final Duration LONGEST_LEAD = Duration.ofDays(1);
  private static final Duration LISTED_AFTER_GONE = Duration.ofDays(1);

  private final KeyBackend backend;
  private final KeyFactory factory;
  private final TokenPolicy policy;

  KeyRotation(KeyBackend backend, KeyFactory factory, TokenPolicy policy) {
    this.backend = backend;
    this.factory = factory;
    this.policy = policy;
  }

  /**
   * Takes the step that is due, if any; deletes what has been gone for a day.
   *
   * @param stored what was read before it was asked whether a key signs: a key that somebody has added since stops this one
   */
  void maintain(List<SigningKeyRecord> stored, Instant now, boolean signing) {
    EventDraft why =
        draft(EventType.SIGNING_KEY_ROTATED, Actor.system("maintenance"), ClientInfo.none());
    Optional<Instant> due = signing ? succession(stored, now) : Optional.of(byEveryClock(now));
    due.ifPresent(activeAt -> add(stored, now, activeAt, why));
    backend.store().deleteGone(now.minus(LISTED_AFTER_GONE));
  }

  /** Adds a successor that every verifier can know before it signs; empty if another node was faster. */
  Optional<SigningKeyRecord> rotate(Instant now, Actor actor, ClientInfo client) {
    EventDraft why = draft(EventType.SIGNING_KEY_ROTATED, actor, client);
    return add(backend.store().list(), now, now.plus(PUBLISHED_BEFORE_ACTIVE), why);
  }

  /** Ends a key; if nothing else would sign without it, a new key begins to sign at once. */
  boolean disable(String kid, Instant now, Actor actor, ClientInfo client) {
    return backend.transactions().call(() -> {
      List<SigningKeyRecord> stored = backend.store().list();
      // The successor first: a rotation must never move the end of a key that is already disabled.
      if (signsAlone(stored, kid, now)) {
        add(stored, now, byEveryClock(now), draft(EventType.SIGNING_KEY_ROTATED, actor, client));
      }
      boolean known = backend.store().disable(kid, byEveryClock(now));
      if (known) {
        announce(draft(EventType.SIGNING_KEY_DISABLED, actor, client).with("kid", kid));
      }
      return known;
    });
  }

  private Optional<Instant> succession(List<SigningKeyRecord> stored, Instant now) {
    Duration tenth = policy.keyLifetime().dividedBy(10);
    Duration lead = tenth.compareTo(LONGEST_LEAD) < 0 ? tenth : LONGEST_LEAD;
    return stored.stream()
        .filter(key -> isOurs(key) && key.stateAt(now) != KeyState.GONE)
        .map(SigningKeyRecord::passiveAt)
        .max(Comparator.naturalOrder())
        .filter(last -> !now.isBefore(last.minus(lead)));
  }

  /** Returns an instant that has come by the clock of every node. */
  private Instant byEveryClock(Instant now) {
    return now.minus(policy.clockSkew());
  }

  private boolean signsAlone(List<SigningKeyRecord> stored, String kid, Instant now) {
    List<SigningKeyRecord> active = stored.stream()
        .filter(key -> isOurs(key) && key.stateAt(now) == KeyState.ACTIVE)
        .toList();
    return active.size() == 1 && active.get(0).kid().equals(kid);
  }

  private boolean isOurs(SigningKeyRecord key) {
    return key.algorithm() == policy.algorithm();
  }

  private Optional<SigningKeyRecord> add(
      List<SigningKeyRecord> stored, Instant now, Instant activeAt, EventDraft why) {
    String newest = stored.isEmpty() ? "" : stored.get(stored.size() - 1).kid();
    SigningKeyRecord key = factory.make(policy, now, activeAt);
    Instant lastSignature = activeAt.isAfter(now) ? activeAt : now;
    Instant previousGoneAt = lastSignature.plus(policy.verifyingAfterSigning());
    return backend.transactions().call(() -> {
      if (!backend.store().rotate(newest, key, previousGoneAt)) {
        return Optional.<SigningKeyRecord>empty();
      }
      announce(why.with("kid", key.kid()).with("algorithm", key.algorithm().jws()));
      return Optional.of(key);
    });
  }

  private void announce(EventDraft event) {
    backend.events().accept(event);
    Invalidation changed = new Invalidation(Invalidation.Kind.SIGNING_KEYS, "");
    backend.transactions().afterCommit(() -> backend.invalidations().publish(changed));
  }

  private static EventDraft draft(EventType type, Actor actor, ClientInfo client) {
    return EventDraft.of(type, client).by(actor);
  }
}
