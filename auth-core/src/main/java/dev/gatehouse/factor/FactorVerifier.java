package dev.gatehouse.factor;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;

/**
 * Checks one kind of proof. Handing a verifier to the builder is all it takes to add a factor; {@code login} does not
 * change.
 */
public interface FactorVerifier {

  /** Returns the name of the factor: lower case, stable, for example {@code totp}. */
  String name();

  /** Returns the method to put into {@code amr} (RFC 8176), for example {@code otp}. */
  String method();

  /** Tells whether the account has set up this factor, and so must present it. */
  boolean isEnrolled(UserId user);

  /**
   * Tells whether the proof is right. A one-time proof is spent: of concurrent calls at most one returns true. Counts
   * wrong proofs per account and refuses for a while after too many, unless they are too long to be guessed: a challenge
   * takes five answers, but whoever knows the password can have any number of challenges.
   *
   * @throws AuthException FACTOR_LOCKED after too many wrong proofs, or CODE_ALREADY_USED
   */
  boolean verify(UserId user, FactorProof proof, ClientInfo client);
}
