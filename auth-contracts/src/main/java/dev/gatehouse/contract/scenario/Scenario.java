package dev.gatehouse.contract.scenario;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;

/** What all scenarios share: a fresh Gatehouse per test, and a few people. */
public interface Scenario {
  /** A person with an account. */
  String ALICE = "alice@example.com";

  /** Their password. */
  Secret PASSWORD = Secret.of("correct horse battery staple");

  /** Another good password. */
  Secret OTHER_PASSWORD = Secret.of("a quite different long passphrase");

  /** Their browser. */
  ClientInfo BROWSER = new ClientInfo("192.0.2.1", "Browser/1.0", "req-1");

  /** Somebody else's client. */
  ClientInfo STRANGER = new ClientInfo("198.51.100.7", "curl/8", "req-2");

  /** Returns a Gatehouse over an empty storage; called once per test, which closes it. */
  TestGatehouse start();

  /** Logs in and returns the tokens. */
  default Tokens signIn(TestGatehouse test, String email, Secret password) {
    LoginResult result = test.gatehouse().logins().password(email, password, "", BROWSER);
    if (result instanceof LoginResult.SignedIn signedIn) {
      return signedIn.tokens();
    }
    throw new AssertionError("expected to be signed in, was " + result);
  }

  /** Tells whether an access token lets its bearer in right now. */
  default boolean letsIn(TestGatehouse test, Tokens tokens) {
    return test.gatehouse().authenticator().authenticate(tokens.access())
        instanceof Authentication.Authenticated;
  }

  /** Returns the code of a refusal. */
  static ErrorCode code(Throwable thrown) {
    if (thrown instanceof AuthException refusal) {
      return refusal.code();
    }
    throw new AssertionError("expected a refusal, was " + thrown, thrown);
  }
}
