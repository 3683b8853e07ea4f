package dev.gatehouse.otp;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;

/** What the services of this feature share. */
record TwoFactorParts(
    TwoFactorPolicy policy,
    UserStore users,
    TotpSecrets secrets,
    TotpVerifier totp,
    FactorProofs proofs,
    FactorChange change,
    PolicyDuty duty) {

  /** Returns an account that is not closed. */
  User user(UserId id) {
    return users
        .find(id)
        .filter(user -> user.status() != UserStatus.CLOSED)
        .orElseThrow(() ->
            new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
  }
}
