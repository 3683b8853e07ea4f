package dev.gatehouse;

import dev.gatehouse.account.AccountPolicy;
import dev.gatehouse.apikey.ApiKeyPolicy;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.SecurityLog;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.mail.MailSettings;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.password.BreachCheck;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordPolicy;
import dev.gatehouse.rbac.AccessPolicy;
import dev.gatehouse.rbac.PermissionCatalogue;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.session.SessionPolicy;
import dev.gatehouse.token.TokenPolicy;
import java.time.InstantSource;
import java.util.List;

/** A complete configuration: what the builder hands to the wiring. */
record Configuration(
    Secret secret,
    List<Secret> previousSecrets,
    Storage storage,
    Mailer mailer,
    AccountPolicy accounts,
    PasswordPolicy passwords,
    HashSettings hashing,
    BreachCheck breaches,
    SessionPolicy sessions,
    TokenPolicy tokens,
    PermissionCatalogue permissions,
    List<RoleDefinition> roles,
    AccessPolicy access,
    ApiKeyPolicy apiKeys,
    KeyLimits apiKeyLimits,
    HttpSettings http,
    RouteRules routes,
    MailSettings mail,
    List<FactorVerifier> factors,
    SecurityLog securityLog,
    InstantSource clock,
    RandomSource random) {}
