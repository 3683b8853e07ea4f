package dev.gatehouse.login;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorDuty;
import dev.gatehouse.factor.FactorWaiver;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.OpenedSession;
import dev.gatehouse.session.SessionService;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The one gate in which every way to log in ends: status, verified address, second factor, epochs. Nothing else opens
 * a session; an architecture test sees to it.
 */
final class LoginCompletion {
  private final UserStore users;
  private final SessionService sessions;
  private final SecondFactors factors;
  private final FactorDuty duty;
  private final Surroundings around;

  LoginCompletion(
      UserStore users,
      SessionService sessions,
      SecondFactors factors,
      FactorDuty duty,
      Surroundings around) {
    this.users = users;
    this.sessions = sessions;
    this.factors = factors;
    this.duty = duty;
    this.around = around;
  }

  /**
   * Finishes a login whose first factor was right, or asks for a second one if the account has any.
   *
   * @param user as read before the first factor was checked
   * @param methods what has been proven, as in {@code amr}
   * @param spared whether the account trusts the browser; asked only if it has a second factor
   */
  LoginResult complete(
      User user, Set<String> methods, BooleanSupplier spared, String device, ClientInfo client) {
    Optional<LoginResult.Refused> barred = barred(user, client);
    if (barred.isPresent()) {
      return barred.get();
    }
    List<String> enrolled = factors.enrolled(user.id());
    if (enrolled.isEmpty()) {
      return signIn(user, methods, device, client);
    }
    return spared.getAsBoolean()
        ? signIn(user, with(methods, FactorWaiver.METHOD), device, client)
        : factors.challenge(user, methods, Set.copyOf(enrolled));
  }

  /** Finishes a login whose second factor was right, too. For the answer to a challenge only: an architecture test sees to it. */
  LoginResult completeProven(
      User user, Set<String> methods, String proven, String device, ClientInfo client) {
    return barred(user, client)
        .<LoginResult>map(refused -> refused)
        .orElseGet(() -> signIn(user, with(methods, proven), device, client));
  }

  private static Set<String> with(Set<String> methods, String method) {
    Set<String> all = new HashSet<>(methods);
    all.add(method);
    return all;
  }

  /** Whatever may fail is asked before the session is open: nobody would ever see the tokens of one that failed after. */
  private LoginResult signIn(User user, Set<String> methods, String device, ClientInfo client) {
    boolean owed = duty.isOwed(user.id(), methods);
    return open(user, methods, device, client)
        .<LoginResult>map(opened -> owed
            ? new LoginResult.EnrolmentRequired(user, opened.session(), opened.tokens())
            : new LoginResult.SignedIn(user, opened.session(), opened.tokens()))
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
        users.find(user.id()).flatMap(present -> barred(present, client));
    return barred
        .<LoginResult>map(refused -> refused)
        .orElseGet(() -> refuse(
            user, ErrorCode.INVALID_CREDENTIALS, "credentials_changed", Optional.empty(), client));
  }

  /** Says why an account may not log in now, and puts it into the trail; empty if it may. */
  Optional<LoginResult.Refused> barred(User user, ClientInfo client) {
    UserStatus status = user.statusAt(around.now());
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
