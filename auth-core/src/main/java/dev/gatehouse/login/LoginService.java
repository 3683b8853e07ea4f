package dev.gatehouse.login;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.OwnPassword;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorDuty;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorWaiver;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.password.Check;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.throttle.Guess;
import dev.gatehouse.throttle.LoginLockout;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Login by password and, where an account has one, a second factor.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>An unknown account and a wrong password get the same answer after the same hash work and the same statements.
 * Anything more precise is said only to whoever has presented the right password. Every guess is reserved before any of
 * that, and one too many is refused whether or not it is right.
 */
public final class LoginService {
  private static final String PASSWORD = "pwd";

  private final UserStore users;
  private final PasswordService passwords;
  private final Factors factors;
  private final FactorWaiver waiver;
  private final SecondFactors challenges;
  private final SessionService sessions;
  private final LoginCompletion completion;
  private final LoginLockout lockout;
  private final OwnPassword ownPassword;
  private final Surroundings around;

  /** What stands between a right password and a session. */
  public record Gate(Factors factors, FactorWaiver waiver, FactorDuty duty) {}

  /** Logs in to the accounts of the given store. */
  public LoginService(
      UserStore users,
      PasswordService passwords,
      OneTimeTokenStore challenges,
      Gate gate,
      SessionService sessions,
      RandomSource random,
      LoginLockout lockout,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.factors = gate.factors();
    this.waiver = gate.waiver();
    this.challenges = new SecondFactors(factors, challenges, random, around.clock());
    this.sessions = sessions;
    this.lockout = lockout;
    this.ownPassword = new OwnPassword(passwords, lockout);
    this.completion = new LoginCompletion(users, sessions, this.challenges, gate.duty(), around);
    this.around = around;
  }

  /**
   * Logs in by e-mail address and password, from a device that nobody knows.
   *
   * @param device what the owner calls the device in the list of sessions; empty to take the user agent
   * @throws AuthException BUSY if too many passwords are being checked
   */
  public LoginResult password(String login, Secret password, String device, ClientInfo client) {
    return password(new LoginAttempt(login, password, device, Optional.empty(), client));
  }

  /**
   * Logs in by e-mail address and password.
   *
   * @throws AuthException BUSY if too many passwords are being checked
   */
  public LoginResult password(LoginAttempt attempt) {
    Optional<EmailAddress> address = EmailAddress.parse(attempt.login());
    Guess guess = lockout.reserve(name(attempt, address), attempt.mark(), attempt.client());
    return guess instanceof Guess.Granted granted
        ? password(attempt, address, granted)
        : new LoginResult.Refused(
            ErrorCode.LOGIN_DELAYED, Optional.of(((Guess.Delayed) guess).until()));
  }

  private LoginResult password(
      LoginAttempt attempt, Optional<EmailAddress> address, Guess.Granted guess) {
    Checked checked =
        lockout.spend(guess, () -> check(address, attempt.password()), Checked::right);
    Optional<User> user = checked.user();
    if (user.isPresent() && checked.check() instanceof Check.Right right) {
      upgrade(user.get(), attempt.password(), right, attempt.client());
      UserId id = user.get().id();
      BooleanSupplier spared =
          () -> attempt.trust().filter(token -> waiver.waives(id, token)).isPresent();
      return completion.complete(
          user.get(), Set.of(PASSWORD), spared, attempt.device(), attempt.client());
    }
    lockout.failed(guess, user.map(User::id), attempt.client());
    return wrong(user, reason(checked.check()), attempt.client());
  }

  /** An account, if there is one, and what became of the check of its password. */
  private record Checked(Optional<User> user, Check check) {
    boolean right() {
      return user.isPresent() && check.right();
    }
  }

  private Checked check(Optional<EmailAddress> address, Secret password) {
    Optional<User> user = address.flatMap(users::findByEmail);
    return new Checked(user, passwords.verify(user.map(User::id), password));
  }

  /** Returns the one name under which all spellings of a login are counted, also of what is no address. */
  private static String name(LoginAttempt attempt, Optional<EmailAddress> address) {
    return address
        .map(EmailAddress::canonical)
        .orElseGet(() -> Normalizer.normalize(attempt.login().strip(), Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT));
  }

  /**
   * Answers a challenge with a second factor. Every answer counts, right or wrong.
   *
   * @throws AuthException FACTOR_LOCKED after too many wrong codes, or CODE_ALREADY_USED
   */
  public LoginResult secondFactor(
      Secret challenge, FactorProof proof, String device, ClientInfo client) {
    Optional<OneTimeToken> open = challenges.reserveAnswer(challenge);
    Optional<User> user = open.flatMap(OneTimeToken::user).flatMap(users::find);
    if (open.isEmpty()
        || user.isEmpty()
        || user.get().credentialEpoch() != open.get().credentialEpoch()) {
      return new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty());
    }
    // What bars the account bars it with a right code, too: nothing is spent on a login that cannot
    // be.
    Optional<LoginResult.Refused> barred = completion.barred(user.get(), client);
    if (barred.isPresent()) {
      return barred.get();
    }
    Optional<String> method = judged(user.get().id(), proof, client);
    if (method.isEmpty()) {
      wrongCode(user.get().id(), proof, "wrong_code", client);
      return new LoginResult.Refused(ErrorCode.INVALID_CODE, Optional.empty());
    }
    if (!challenges.consume(open.get())) {
      return new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty());
    }
    Set<String> methods = Set.of(open.get().target().split(" "));
    return completion.completeProven(user.get(), methods, method.get(), device, client);
  }

  /** A code that comes a second time, or during a lock, is the sign of somebody who has the password. */
  private Optional<String> judged(UserId user, FactorProof proof, ClientInfo client) {
    try {
      return factors.verify(user, proof, client);
    } catch (AuthException refused) {
      wrongCode(user, proof, refused.code().code(), client);
      throw refused;
    }
  }

  private void wrongCode(UserId user, FactorProof proof, String reason, ClientInfo client) {
    around
        .events()
        .deny(EventDraft.of(EventType.LOGIN_FACTOR_FAILED, client)
            .about(user)
            .refused(reason)
            .with("factor", factors.isKnown(proof.factor()) ? proof.factor() : "unknown"));
  }

  /**
   * Proves again, by password, who is behind a session, for actions that need a recent login. Takes effect at once.
   *
   * @throws AuthException INVALID_CREDENTIALS, SESSION_ENDED, LOGIN_DELAYED, or BUSY
   */
  public UserPrincipal stepUp(UserPrincipal self, Secret password, ClientInfo client) {
    if (!ownPassword.isRight(self.userId(), password, client)) {
      around
          .events()
          .deny(EventDraft.of(EventType.LOGIN_FAILED, client)
              .byOwner(self.userId())
              .refused("wrong_password"));
      throw new AuthException(ErrorCode.INVALID_CREDENTIALS, "The password is wrong.");
    }
    Instant now = around.now();
    around.transactions().run(() -> {
      if (!sessions.reauthenticate(self.sessionId(), now)) {
        throw new AuthException(ErrorCode.SESSION_ENDED, "The session has ended; log in again.");
      }
      around
          .events()
          .record(EventDraft.of(EventType.LOGIN_STEPPED_UP, client).byOwner(self.userId()));
    });
    return new UserPrincipal(self.userId(), self.sessionId(), self.methods(), now);
  }

  /**
   * Proves again, by a second factor, who is behind a session, for actions that need a recent login. Takes effect at once,
   * and the session counts as one with that factor from then on.
   *
   * @throws AuthException INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED, or SESSION_ENDED
   */
  public UserPrincipal stepUp(UserPrincipal self, FactorProof proof, ClientInfo client) {
    Optional<String> method = judged(self.userId(), proof, client);
    if (method.isEmpty()) {
      wrongCode(self.userId(), proof, "wrong_code", client);
      throw new AuthException(ErrorCode.INVALID_CODE, "The code is wrong.");
    }
    Instant now = around.now();
    around.transactions().run(() -> {
      if (!sessions.prove(self.sessionId(), method.get(), now)) {
        throw new AuthException(ErrorCode.SESSION_ENDED, "The session has ended; log in again.");
      }
      around
          .events()
          .record(EventDraft.of(EventType.LOGIN_STEPPED_UP, client)
              .byOwner(self.userId())
              .with("method", method.get()));
    });
    Set<String> methods = new HashSet<>(self.methods());
    methods.add(method.get());
    return new UserPrincipal(self.userId(), self.sessionId(), methods, now);
  }

  private void upgrade(User user, Secret password, Check.Right verified, ClientInfo client) {
    if (passwords.upgrade(user.id(), password, verified)) {
      around
          .events()
          .record(EventDraft.of(EventType.PASSWORD_REHASHED, client)
              .about(user.id())
              .by(Actor.system("login")));
    }
  }

  /** What the trail says; an unreadable hash is somebody's work to mend. */
  private static String reason(Check check) {
    if (!(check instanceof Check.Wrong wrong)) {
      return "unknown_account";
    }
    return switch (wrong.reason()) {
      case NO_ACCOUNT -> "unknown_account";
      case NO_PASSWORD -> "no_password";
      case UNREADABLE -> "unreadable_hash";
      case MISMATCH, UNACCEPTABLE -> "wrong_password";
    };
  }

  private LoginResult wrong(Optional<User> user, String reason, ClientInfo client) {
    EventDraft event = EventDraft.of(EventType.LOGIN_FAILED, client).refused(reason);
    around.events().deny(user.map(known -> event.about(known.id())).orElse(event));
    return new LoginResult.Refused(ErrorCode.INVALID_CREDENTIALS, Optional.empty());
  }
}
