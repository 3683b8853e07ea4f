package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.Optional;

/**
 * Asks for a second factor before anything about second factors changes: a session and a password, both stolen, must not
 * be enough to get rid of it.
 */
final class FactorProofs {
  private final Factors factors;
  private final Surroundings around;

  FactorProofs(Factors factors, Surroundings around) {
    this.factors = factors;
    this.around = around;
  }

  /**
   * Lets an account pass that has no factor, or presents one; the proof is spent.
   *
   * @throws AuthException INVALID_CODE if the proof is missing or wrong, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  void require(UserId user, Optional<FactorProof> proof, ClientInfo client) {
    if (!factors.isEnrolled(user)) {
      return;
    }
    FactorProof presented = proof.orElseThrow(
        () -> new AuthException(ErrorCode.INVALID_CODE, "Send a code of a second factor with it."));
    if (factors.verify(user, presented, client).isEmpty()) {
      around
          .events()
          .deny(EventDraft.of(EventType.LOGIN_FACTOR_FAILED, client)
              .byOwner(user)
              .refused("wrong_code"));
      throw new AuthException(ErrorCode.INVALID_CODE, "The code is wrong.");
    }
  }
}
