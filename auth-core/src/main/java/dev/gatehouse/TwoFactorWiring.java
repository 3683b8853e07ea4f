package dev.gatehouse;

import dev.gatehouse.account.OwnPassword;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.otp.TwoFactorBackend;
import dev.gatehouse.rbac.Administrators;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.SessionService;

/** Joins second factors with what they need of the other features. */
final class TwoFactorWiring {
  private TwoFactorWiring() {}

  static TwoFactor twoFactor(
      Configuration configuration,
      KeyRing keys,
      SessionService sessions,
      RoleAccess access,
      Administrators administrators,
      OwnPassword password,
      Surroundings around) {
    Storage storage = configuration.storage();
    TwoFactor twoFactor = new TwoFactor(
        new TwoFactorBackend(
            storage.totp(),
            storage.recoveryCodes(),
            storage.trustedDevices(),
            storage.factorAttempts()),
        configuration.twoFactor(),
        configuration.factors(),
        new TwoFactor.Neighbours(
            storage.users(),
            sessions,
            (user, role) -> access.hasRole(Subject.user(user), role),
            administrators,
            password,
            keys,
            configuration.random()),
        around);
    twoFactor.liftLocksAfterNewPasswords(around.events());
    return twoFactor;
  }

  /** Returns what stands between a right password and a session. */
  static LoginService.Gate gate(TwoFactor twoFactor) {
    return new LoginService.Gate(twoFactor.factors(), twoFactor.trustedDevices(), twoFactor.duty());
  }
}
