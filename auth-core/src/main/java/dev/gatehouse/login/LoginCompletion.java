package dev.gatehouse.login;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.OpenedSession;
import dev.gatehouse.session.SessionService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one gate in which every way to log in ends: status, verified address, second factor, epochs. Nothing else opens
 * a session; an architecture test sees to it.
 */
final class LoginCompletion {
  private final UserStore users;
  private final SessionService sessions;
  private final SecondFactors factors;
  private final Surroundings around;

  LoginCompletion(
      UserStore users, SessionService sessions, SecondFactors factors, Surroundings around) {
    this.users = users;
    this.sessions = sessions;
    this.factors = factors;
    this.around = around;
  }

  /**
   * Finishes a login whose first factor was right.
   *
   * @param user as read before the first factor was checked
   * @param methods what has been proven, as in {@code amr}
   * @param secondFactorProven whether a second factor is among it
   */
  LoginResult complete(
      User user,
      Set<String> methods,
      boolean secondFactorProven,
      String device,
      ClientInfo client) {
    Optional<LoginResult.Refused> barred = barred(user, client, around.now());
    if (barred.isPresent()) {
      return barred.get();
    }
    List<String> enrolled = secondFactorProven ? List.of() : factors.enrolled(user.id());
    if (!enrolled.isEmpty()) {
      return factors.challenge(user, methods, Set.copyOf(enrolled));
    }
    return open(user, methods, device, client)
        .<LoginResult>map(
            opened -> new LoginResult.SignedIn(user, opened.session(), opened.tokens()))
        .orElseGet(() -> changedMeanwhile(user, client));
  }

  private Optional<OpenedSession> open(
      User user, Set<String> methods, String device, ClientInfo client) {
    return around.transactions().call(() -> {
      Optional<OpenedSession> opened = sessions.open(user, methods, device, client);
      opened.ifPresent(session -> around
          .events()
          .record(EventDraft.of(EventType.LOGIN_SUCCEEDED, client)
              .byOwner(user.id())
              .with("session", session.session().id().toString())
              .with("methods", String.join(" ", methods.stream().sorted().toList()))));
      return opened;
    });
  }

  private LoginResult changedMeanwhile(User user, ClientInfo client) {
    Optional<LoginResult.Refused> barred =
        users.find(user.id()).flatMap(present -> barred(present, client, around.now()));
    return barred
        .<LoginResult>map(refused -> refused)
        .orElseGet(() -> refuse(
            user, ErrorCode.INVALID_CREDENTIALS, "credentials_changed", Optional.empty(), client));
  }

  private Optional<LoginResult.Refused> barred(User user, ClientInfo client, Instant now) {
    UserStatus status = user.statusAt(now);
    if (status == UserStatus.ACTIVE && user.emailVerified()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (status) {
          case ACTIVE, PENDING ->
            refuse(
                user, ErrorCode.EMAIL_NOT_VERIFIED, "email_not_verified", Optional.empty(), client);
          case PAUSED ->
            refuse(user, ErrorCode.ACCOUNT_SUSPENDED, "paused", user.statusUntil(), client);
          case BLOCKED ->
            refuse(user, ErrorCode.ACCOUNT_DISABLED, "blocked", Optional.empty(), client);
          case CLOSED ->
            refuse(user, ErrorCode.INVALID_CREDENTIALS, "closed", Optional.empty(), client);
        });
  }

  private LoginResult.Refused refuse(
      User user, ErrorCode code, String reason, Optional<Instant> until, ClientInfo client) {
    around
        .events()
        .deny(EventDraft.of(EventType.LOGIN_FAILED, client).about(user.id()).refused(reason));
    return new LoginResult.Refused(code, until);
  }
}
