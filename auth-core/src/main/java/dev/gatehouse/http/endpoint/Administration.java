package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.UnlockService;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserAdministration;
import dev.gatehouse.apikey.ApiKeyService;
import dev.gatehouse.apikey.ApiKeyUsage;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Administrators;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.service.ServiceAdministration;
import dev.gatehouse.session.SessionService;
import java.time.InstantSource;

/** What the endpoints for administrators call. */
public record Administration(
    UserAdministration users,
    PasswordResetService passwordReset,
    UnlockService unlocks,
    LockAdministration locks,
    SessionService sessions,
    RoleService roles,
    AssignmentService assignments,
    Administrators administrators,
    RoleAccess access,
    ApiKeyService apiKeys,
    ApiKeyUsage apiKeyUsage,
    ServiceAdministration services,
    TwoFactor twoFactor,
    InstantSource clock) {

  /**
   * Returns the account that the path names, closed ones included.
   *
   * @throws AuthException {@code not_found} if there is none
   */
  User user(Exchange exchange) {
    UserId id = exchange.variable("id", UserId::parse);
    return users
        .find(id)
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "There is no such account."));
  }
}
