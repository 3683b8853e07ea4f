package dev.gatehouse.contract.scenario;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.Optional;

/** What all scenarios of locked accounts share: guesses, and what they cost. Started with the default limits. */
public interface LockoutScenario extends Scenario {
  /** How many guesses are free. */
  int FREE = 5;

  /** Returns a client at an address. */
  static ClientInfo at(String address) {
    return new ClientInfo(address, "curl/8", "req");
  }

  /** Switches the limits on. */
  static GatehouseBuilder limited(GatehouseBuilder builder) {
    return builder.throttle(off -> ThrottlePolicy.defaults());
  }

  /** Tries a password, and returns the code of the refusal or nothing. */
  default Optional<ErrorCode> guess(
      TestGatehouse test, String login, Secret password, ClientInfo client) {
    return guess(test, new LoginAttempt(login, password, "", Optional.empty(), client));
  }

  /** Tries a password, and returns the code of the refusal or nothing. */
  default Optional<ErrorCode> guess(TestGatehouse test, LoginAttempt attempt) {
    return test.gatehouse()
        .logins()
        .password(attempt)
        .fold(
            signedIn -> Optional.empty(),
            enrolment -> Optional.empty(),
            factor -> Optional.empty(),
            refused -> Optional.of(refused.code()));
  }

  /** Guesses wrong until the account is locked for strangers. */
  default void lock(TestGatehouse test, String login) {
    for (int i = 0; i < FREE; i++) {
      guess(test, login, OTHER_PASSWORD, STRANGER);
    }
  }

  /** Returns how many hashes the work takes. */
  default long hashes(TestGatehouse test, Runnable work) {
    long before = test.gatehouse().passwordHasher().evaluations();
    work.run();
    return test.gatehouse().passwordHasher().evaluations() - before;
  }

  /** Returns an attempt of the owner from a device that the account knows. */
  default LoginAttempt fromKnownDevice(TestGatehouse test, Secret password) {
    Secret mark = test.gatehouse().lockout().devices().mark(ALICE, Optional.empty());
    return new LoginAttempt(ALICE, password, "", Optional.of(mark), BROWSER);
  }
}
