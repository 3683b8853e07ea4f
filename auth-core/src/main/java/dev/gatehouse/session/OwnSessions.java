package dev.gatehouse.session;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Duration;
import java.util.Optional;

/** A node's copies of what people are shown of themselves, for at most one lease: pages ask for it at every turn. */
final class OwnSessions {
  /** They are larger than what a verdict needs, and fewer people look at themselves. */
  private static final int SHOWN = 20_000;

  private final SessionStore sessions;
  private final LeaseCache<SessionId, Optional<OwnSession>> copies;

  OwnSessions(SessionStore sessions, Duration lease, Surroundings around) {
    this.sessions = sessions;
    this.copies = new LeaseCache<>(SHOWN, lease, around::now);
    around.invalidations().subscribe(this::onInvalidation, copies::invalidateAll);
  }

  Optional<OwnSession> of(UserPrincipal self) {
    return copies
        .get(self.sessionId(), this::stored)
        .filter(own -> own.user().id().equals(self.userId()));
  }

  private Optional<OwnSession> stored(SessionId session) {
    return sessions.find(session).map(state -> new OwnSession(state.session(), state.user()));
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.SESSION) {
      copies.invalidate(SessionId.parse(invalidation.id()));
    } else if (invalidation.kind() == Invalidation.Kind.USER) {
      UserId changed = UserId.parse(invalidation.id());
      copies.invalidateIf(
          own -> own.filter(known -> known.user().id().equals(changed)).isPresent());
    }
  }
}
