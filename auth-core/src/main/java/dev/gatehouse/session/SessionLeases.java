package dev.gatehouse.session;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.cache.SecondLevel;
import dev.gatehouse.cache.SharedCopies;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a node knows about sessions, for at most one lease: its own copies, then those that nodes share, then the store.
 * Safe for use by many threads.
 */
public final class SessionLeases {
  /** Twice the sessions one node is expected to see within a lease. */
  private static final int SESSIONS = 200_000;

  private final SessionStore sessions;
  private final LeaseCache<SessionId, Optional<SessionLease>> own;
  private final SharedCopies<Optional<SessionLease>> shared;

  /** Starts with none, and listens for changes. */
  public SessionLeases(
      SessionStore sessions,
      SecondLevel second,
      Duration lease,
      Invalidations invalidations,
      InstantSource clock) {
    this.sessions = sessions;
    this.own = new LeaseCache<>(SESSIONS, lease, clock);
    this.shared = second.copies(new SessionLeaseForm(), lease);
    invalidations.subscribe(this::onInvalidation, own::invalidateAll);
  }

  /**
   * Returns a session of a person; empty if they have no such session.
   *
   * @throws dev.gatehouse.storage.StoreException if it must be asked for and the store does not answer
   */
  Optional<SessionLease> find(SessionId session, UserId user) {
    return own.getAged(session, id -> shared.get(endOf(id, user), () -> stored(id)))
        .filter(lease -> lease.principal().sessionId().equals(session)
            && lease.principal().userId().equals(user));
  }

  private static List<Invalidation> endOf(SessionId session, UserId user) {
    return List.of(
        new Invalidation(Invalidation.Kind.SESSION, session.toString()),
        new Invalidation(Invalidation.Kind.USER, user.toString()));
  }

  /** The store is trusted with data, not with security: what it returned must fit together. */
  private Optional<SessionLease> stored(SessionId session) {
    return sessions
        .find(session)
        .filter(state -> state.session().user().equals(state.user().id()))
        .map(SessionLease::of);
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.SESSION) {
      own.invalidate(SessionId.parse(invalidation.id()));
    } else if (invalidation.kind() == Invalidation.Kind.USER) {
      UserId changed = UserId.parse(invalidation.id());
      own.invalidateIf(lease ->
          lease.filter(known -> known.principal().userId().equals(changed)).isPresent());
    }
  }
}
