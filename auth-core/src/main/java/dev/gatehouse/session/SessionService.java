package dev.gatehouse.session;

import dev.gatehouse.account.LiveSessions;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions from login to end.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Once a call that ends sessions has returned, this node refuses them at once, and every other node at the latest
 * when its lease is over. Ending all sessions of an account is one statement that no concurrent login escapes.
 */
public final class SessionService implements LiveSessions {
  private final SessionStore sessions;
  private final UserStore users;
  private final SessionTokens tokens;
  private final SessionPolicy policy;
  private final Surroundings around;
  private final OwnSessions own;

  /** Works on the given stores. */
  public SessionService(
      SessionStore sessions,
      UserStore users,
      SessionTokens tokens,
      SessionPolicy policy,
      Surroundings around) {
    this.sessions = sessions;
    this.users = users;
    this.tokens = tokens;
    this.policy = policy;
    this.around = around;
    this.own = new OwnSessions(sessions, policy.lease(), around);
  }

  /**
   * Opens a session within the caller's transaction; empty if the account may not act any more or a credential changed
   * since the account was read. For {@code LoginCompletion} only: an architecture test sees to it.
   */
  public Optional<OpenedSession> open(
      User user, Set<String> methods, String device, ClientInfo client) {
    Instant now = around.now();
    SessionId id = new SessionId(around.ids().next());
    RefreshToken refresh = tokens.newRefreshToken(id, 0);
    SessionRecord wanted = record(id, user, refresh, methods, device, client, now);
    return sessions.open(wanted, user.credentialEpoch()).map(epoch -> {
      sessions
          .endOldest(user.id(), policy.maxPerUser(), EndReason.REPLACED, now)
          .forEach(this::forget);
      SessionRecord session = inEpoch(wanted, epoch);
      return new OpenedSession(session, tokens.pair(session, refresh, session.idleExpiresAt()));
    });
  }

  private SessionRecord record(
      SessionId id,
      User user,
      RefreshToken refresh,
      Set<String> methods,
      String device,
      ClientInfo client,
      Instant now) {
    return new SessionRecord(
        id,
        user.id(),
        user.epoch(),
        refresh.digest(),
        0,
        methods,
        device.isEmpty() ? client.userAgent() : plain(device),
        client.address(),
        client.address(),
        now,
        now,
        now,
        now.plus(policy.idleTimeout()),
        now.plus(policy.absoluteTimeout()),
        Optional.empty(),
        Optional.empty());
  }

  /** A device's name is as hostile as a user agent, and is cut and cleaned like one. */
  private static String plain(String device) {
    return new ClientInfo("", device, "").userAgent();
  }

  private static SessionRecord inEpoch(SessionRecord session, long epoch) {
    return new SessionRecord(
        session.id(),
        session.user(),
        epoch,
        session.refreshDigest(),
        session.generation(),
        session.methods(),
        session.device(),
        session.firstAddress(),
        session.lastAddress(),
        session.authenticatedAt(),
        session.createdAt(),
        session.lastSeenAt(),
        session.idleExpiresAt(),
        session.expiresAt(),
        session.endedAt(),
        session.endReason());
  }

  /** Returns a session and its account, as they were at most one lease ago; empty if there is no such session. */
  public Optional<OwnSession> own(UserPrincipal self) {
    return own.of(self);
  }

  /** Returns the live sessions of an account, newest first. */
  public List<SessionRecord> list(UserId user) {
    return sessions.list(user, around.now());
  }

  /** Ends one session of an account; false if it is not that account's or has ended before. */
  public boolean end(
      UserId user, SessionId session, EndReason reason, Actor by, ClientInfo client) {
    Instant now = around.now();
    return around.transactions().call(() -> {
      if (!sessions.end(session, user, reason, now)) {
        return false;
      }
      around
          .events()
          .record(EventDraft.of(EventType.SESSION_ENDED, client)
              .about(user)
              .by(by)
              .with("session", session.toString())
              .with("reason", reason.code()));
      forget(session);
      return true;
    });
  }

  /** Ends every session of the caller's account but the caller's own. */
  public void endOthers(UserPrincipal self, ClientInfo client) {
    around.transactions().run(() -> {
      endAllOf(self.userId());
      boolean unused = keep(self.userId(), self.sessionId());
      recordAll(self.userId(), EndReason.REVOKED, Actor.user(self.userId()), client, "others");
    });
  }

  /**
   * Ends every session of an account.
   *
   * @throws AuthException NOT_FOUND if there is no such account
   */
  public void endAll(UserId user, EndReason reason, Actor by, ClientInfo client) {
    around.transactions().run(() -> {
      endAllOf(user);
      recordAll(user, reason, by, client, "all");
    });
  }

  private void endAllOf(UserId user) {
    if (users.advanceEpoch(user, false).isEmpty()) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is no such account.");
    }
  }

  private void recordAll(UserId user, EndReason reason, Actor by, ClientInfo client, String scope) {
    around
        .events()
        .record(EventDraft.of(EventType.SESSIONS_ENDED, client)
            .about(user)
            .by(by)
            .with("reason", reason.code())
            .with("scope", scope));
    publish(Invalidation.Kind.USER, user.toString());
  }

  /** Records that the owner has proven who they are in a live session; false if it has ended. */
  public boolean reauthenticate(SessionId session, Instant now) {
    if (!sessions.reauthenticate(session, now)) {
      return false;
    }
    forget(session);
    return true;
  }

  /**
   * Records that the owner has proven a second factor in a live session; false if it has ended.
   *
   * @param method as in {@code amr}
   */
  public boolean prove(SessionId session, String method, Instant now) {
    if (!sessions.prove(session, method, now)) {
      return false;
    }
    forget(session);
    return true;
  }

  @Override
  public boolean keep(UserId user, SessionId kept) {
    return sessions.moveToPresentEpoch(kept, user);
  }

  private void forget(SessionId session) {
    publish(Invalidation.Kind.SESSION, session.toString());
  }

  private void publish(Invalidation.Kind kind, String id) {
    around
        .transactions()
        .afterCommit(() -> around.invalidations().publish(new Invalidation(kind, id)));
  }
}
