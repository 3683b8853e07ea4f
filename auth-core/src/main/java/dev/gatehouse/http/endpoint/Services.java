package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.apikey.ApiKeyService;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.service.TokenServices;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the endpoints call.
 *
 * @param authenticator turns an access token into its session's owner
 * @param jwks the public signing keys as a JWK set
 */
public record Services(
    RegistrationService registration,
    PasswordResetService passwordReset,
    AccountService accounts,
    LoginService logins,
    SessionService sessions,
    RefreshService refreshes,
    Function<Secret, Authentication> authenticator,
    PasswordRules passwordRules,
    Supplier<String> jwks,
    InstantSource clock,
    TokenServices tokens,
    ApiKeyService apiKeys,
    Access access,
    TwoFactor twoFactor,
    Administration administration,
    Locks locks) {}
