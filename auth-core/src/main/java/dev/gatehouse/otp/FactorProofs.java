package dev.gatehouse.otp;

import dev.gatehouse.account.OwnPassword;
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
 * Asks for the password and a second factor before anything about second factors changes: neither a session with the
 * password, nor one with codes, must be enough to get rid of it.
 */
final class FactorProofs {
  private final Factors factors;
  private final OwnPassword password;
  private final Surroundings around;

  FactorProofs(Factors factors, OwnPassword password, Surroundings around) {
    this.factors = factors;
    this.password = password;
    this.around = around;
  }

  /**
   * Lets an account pass that has no factor, or presents one and its password. The factor is looked at, and spent, only
   * after the password was right.
   *
   * @throws AuthException INVALID_CODE if the proof is missing or its factor wrong, INVALID_CREDENTIALS if its password is,
   *     LOGIN_DELAYED, BUSY, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  void require(UserId user, Optional<OwnerProof> proof, ClientInfo client) {
    if (!factors.isEnrolled(user)) {
      return;
    }
    OwnerProof presented = proof.orElseThrow(() -> new AuthException(
        ErrorCode.INVALID_CODE, "Send the password and a code of a second factor with it."));
    if (!password.isRight(user, presented.password(), client)) {
      deny(user, EventType.LOGIN_FAILED, "wrong_password", client);
      throw new AuthException(ErrorCode.INVALID_CREDENTIALS, "The password is wrong.");
    }
    requireFactor(user, presented.factor(), client);
  }

  private void requireFactor(UserId user, FactorProof proof, ClientInfo client) {
    if (factors.verify(user, proof, client).isEmpty()) {
      deny(user, EventType.LOGIN_FACTOR_FAILED, "wrong_code", client);
      throw new AuthException(ErrorCode.INVALID_CODE, "The code is wrong.");
    }
  }

  private void deny(UserId user, EventType type, String reason, ClientInfo client) {
    around.events().deny(EventDraft.of(type, client).byOwner(user).refused(reason));
  }
}
