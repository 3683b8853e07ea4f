package dev.gatehouse.service;

import dev.gatehouse.principal.ServiceId;
import java.util.function.Predicate;

/**
 * What the endpoints for services call.
 *
 * @param mayIntrospect tells whether a service has {@code auth.tokens:introspect}
 */
public record TokenServices(
    ServiceCredentials credentials,
    TokenIssuer issuer,
    Introspection introspection,
    Revocation revocation,
    Predicate<ServiceId> mayIntrospect) {}
