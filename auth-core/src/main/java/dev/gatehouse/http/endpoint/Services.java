package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the endpoints call.
 *
 * @param passwordProblems judges a password for a login name; returns the reasons against it in lower_snake, or none
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
    BiFunction<Secret, String, List<String>> passwordProblems,
    Supplier<String> jwks,
    InstantSource clock) {}
