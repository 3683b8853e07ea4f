package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who registers, proves the address, logs in, changes the password and logs out, until a step is refused; and who
 * remembers what the application said. In between come a login and a change with a wrong password. One thread at a time.
 */
final class CrashPerson {
  static final Secret PASSWORD = Secret.of("correct horse battery staple");
  static final Secret CHANGED = Secret.of("another long and good passphrase");

  private static final Secret WRONG = Secret.of("not the passphrase of anybody");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");

  private final String email;
  private final Runnable afterEachStep;
  private int steps;
  private boolean refused;
  private Optional<Secret> access = Optional.empty();

  /** The steps in their order, by the event of each. */
  enum Step {
    REGISTERED("user.registered"),
    VERIFIED("user.email_verified"),
    LOGGED_IN("login.succeeded"),
    CHANGED("password.changed"),
    LOGGED_OUT("session.ended");

    private final String event;

    Step(String event) {
      this.event = event;
    }

    String event() {
      return event;
    }
  }

  /** What somebody was told about a step: it was done, it failed, or it was never asked for. */
  enum Told {
    DONE,
    REFUSED,
    NOTHING
  }

  CrashPerson(String email, Runnable afterEachStep) {
    this.email = email;
    this.afterEachStep = afterEachStep;
  }

  String email() {
    return email;
  }

  /** Returns the access token of the one login that was acknowledged. */
  Optional<Secret> access() {
    return access;
  }

  Told told(Step step) {
    if (step.ordinal() < steps) {
      return Told.DONE;
    }
    return step.ordinal() == steps && refused ? Told.REFUSED : Told.NOTHING;
  }

  /** Returns false if a step was refused. */
  boolean live(TestGatehouse test) {
    try {
      steps(test);
    } catch (RuntimeException e) {
      refused = true;
    }
    return !refused;
  }

  private void steps(TestGatehouse test) {
    var gatehouse = test.gatehouse();
    gatehouse.registration().register(new NewAccount(email, PASSWORD, "", Locale.ENGLISH), CLIENT);
    done();
    User user = gatehouse
        .registration()
        .verifyEmail(Secret.of(CapturedMail.token(test.mail().awaitTo(email))), CLIENT);
    done();
    assertThat(login(test, email, WRONG)).isNotInstanceOf(LoginResult.SignedIn.class);
    Secret token =
        ((LoginResult.SignedIn) login(test, email, PASSWORD)).tokens().access();
    access = Optional.of(token);
    done();
    UserPrincipal self =
        ((Authentication.Authenticated) gatehouse.authenticator().authenticate(token)).principal();
    refuseAChange(test, self);
    gatehouse.accounts().changePassword(self, PASSWORD, CHANGED, CLIENT);
    done();
    gatehouse
        .sessions()
        .end(user.id(), self.sessionId(), EndReason.SIGNED_OUT, Actor.user(user.id()), CLIENT);
    done();
  }

  private static void refuseAChange(TestGatehouse test, UserPrincipal self) {
    boolean changed = true;
    try {
      test.gatehouse().accounts().changePassword(self, WRONG, CHANGED, CLIENT);
    } catch (AuthException wrongPassword) {
      changed = false;
    }
    assertThat(changed).isFalse();
  }

  static LoginResult login(TestGatehouse test, String email, Secret password) {
    return test.gatehouse().logins().password(email, password, "", CLIENT);
  }

  private void done() {
    steps++;
    afterEachStep.run();
  }
}
