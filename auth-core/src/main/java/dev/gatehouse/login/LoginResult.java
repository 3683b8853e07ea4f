package dev.gatehouse.login;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.Tokens;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a login attempt led to. */
public sealed interface LoginResult {

  /** A session is open; these are the only copies of its tokens. */
  record SignedIn(User user, SessionRecord session, Tokens tokens) implements LoginResult {
    @Override
    public <T> T fold(
        Function<SignedIn, T> signedIn,
        Function<EnrolmentRequired, T> enrolment,
        Function<SecondFactorRequired, T> secondFactor,
        Function<Refused, T> refused) {
      return signedIn.apply(this);
    }
  }

  /**
   * A session is open, but the account must have a second factor and has none: until one is set up, the tokens are good for
   * that and for logging out, and for nothing else.
   */
  record EnrolmentRequired(User user, SessionRecord session, Tokens tokens) implements LoginResult {
    @Override
    public <T> T fold(
        Function<SignedIn, T> signedIn,
        Function<EnrolmentRequired, T> enrolment,
        Function<SecondFactorRequired, T> secondFactor,
        Function<Refused, T> refused) {
      return enrolment.apply(this);
    }
  }

  /**
   * The first factor was right; one of these factors must follow.
   *
   * @param challenge presents the first factor's success; opens nothing by itself
   */
  record SecondFactorRequired(Secret challenge, Set<String> factors, Instant expiresAt)
      implements LoginResult {
    @Override
    public <T> T fold(
        Function<SignedIn, T> signedIn,
        Function<EnrolmentRequired, T> enrolment,
        Function<SecondFactorRequired, T> secondFactor,
        Function<Refused, T> refused) {
      return secondFactor.apply(this);
    }
  }

  /**
   * Nobody was let in. The code is what the caller may know; the reason is in the audit trail.
   *
   * @param until when an account's pause ends, or when the next guess is heard, if that is why
   */
  record Refused(ErrorCode code, Optional<Instant> until) implements LoginResult {
    @Override
    public <T> T fold(
        Function<SignedIn, T> signedIn,
        Function<EnrolmentRequired, T> enrolment,
        Function<SecondFactorRequired, T> secondFactor,
        Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }

  /** Handles every outcome; a new outcome does not compile until each caller does. */
  <T> T fold(
      Function<SignedIn, T> signedIn,
      Function<EnrolmentRequired, T> enrolment,
      Function<SecondFactorRequired, T> secondFactor,
      Function<Refused, T> refused);
}
