package dev.gatehouse.spring.test;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.Tokens;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Makes accounts as {@link WithGatehouseUser} asks for them, and logs them in by the way that people take. */
final class TestAccounts {
  static final Actor TESTS = Actor.system("tests");
  private static final Duration LONG_AGO = Duration.ofDays(365);
  private static final String CODE_OF_AN_APP = "otp";

  private final Gatehouse gatehouse;
  private final TestPasswords passwords;
  private final TestRoles roles;

  TestAccounts(Gatehouse gatehouse, TestPasswords passwords) {
    this.gatehouse = gatehouse;
    this.passwords = passwords;
    this.roles = new TestRoles(gatehouse.roles());
  }

  /**
   * Returns an access token of such an account.
   *
   * @throws IllegalStateException if a role or a permission is not known, or the account cannot log in, for example because of
   *     what another test has done to it
   */
  Secret signIn(WithGatehouseUser wanted) {
    try {
      return made(wanted);
    } catch (AuthException refusal) {
      throw new IllegalStateException(
          wanted + " cannot be: " + refusal.detail() + " " + refusal.details(), refusal);
    }
  }

  private Secret made(WithGatehouseUser wanted) {
    String email =
        wanted.email().isEmpty() ? "test-" + UUID.randomUUID() + "@example.com" : wanted.email();
    User user = account(email, wanted.name());
    gatehouse
        .roleAssignments()
        .replace(
            Subject.user(user.id()),
            new TreeSet<>(roles.of(wanted)),
            "@WithGatehouseUser",
            TESTS,
            ClientInfo.none());
    return logIn(email, wanted);
  }

  private User account(String email, String name) {
    return gatehouse
        .users()
        .findByEmail(email)
        .map(found -> active(own(found, email)))
        .orElseGet(() -> gatehouse
            .users()
            .importUser(email, name, Locale.ENGLISH, passwords.importable(email), TESTS));
  }

  /** Whoever has another password is none of ours, and stays as they are; one that may not log in is told after its password. */
  private User own(User found, String email) {
    return gatehouse
        .logins()
        .password(email, passwords.of(email), "", ClientInfo.none())
        .fold(in -> found, in -> found, asked -> found, refused -> {
          if (refused.code() != ErrorCode.ACCOUNT_DISABLED
              && refused.code() != ErrorCode.ACCOUNT_SUSPENDED) {
            throw foreign(email, "its login was refused: " + refused.code());
          }
          return found;
        });
  }

  private User active(User found) {
    return found.status() == UserStatus.ACTIVE
        ? found
        : gatehouse
            .users()
            .changeStatus(
                found.id(),
                new StatusChange(UserStatus.ACTIVE, "@WithGatehouseUser", Optional.empty()),
                TESTS,
                ClientInfo.none());
  }

  private Secret logIn(String email, WithGatehouseUser wanted) {
    return gatehouse
        .logins()
        .password(email, passwords.of(email), "", ClientInfo.none())
        .fold(
            in -> opened(in.session(), in.tokens(), wanted),
            in -> opened(in.session(), in.tokens(), wanted),
            asked -> impossible(email, "it has a second factor"),
            refused -> impossible(email, "its login was refused: " + refused.code()));
  }

  private Secret opened(SessionRecord session, Tokens tokens, WithGatehouseUser wanted) {
    boolean fine = true;
    if (wanted.secondFactor()) {
      fine = gatehouse.sessions().prove(session.id(), CODE_OF_AN_APP, session.createdAt());
    }
    if (!wanted.recentLogin()) {
      fine &= gatehouse
          .sessions()
          .reauthenticate(session.id(), session.authenticatedAt().minus(LONG_AGO));
    }
    if (!fine) {
      throw new IllegalStateException("the session of @WithGatehouseUser ended before the test");
    }
    return tokens.access();
  }

  private static Secret impossible(String email, String why) {
    throw foreign(email, why);
  }

  private static IllegalStateException foreign(String email, String why) {
    return new IllegalStateException("@WithGatehouseUser cannot log in as " + email + ": " + why
        + ". Another test has changed this account, or it is none of @WithGatehouseUser: take another"
        + " address, or none, so that the account is new.");
  }
}
