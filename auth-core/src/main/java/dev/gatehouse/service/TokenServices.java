package dev.gatehouse.service;

import dev.gatehouse.principal.ServiceId;
import java.util.function.Predicate;

/**
 * What the endpoints for services call.
 *
 * @param mayIntrospect tells whether a service may ask about any token
 */
public record TokenServices(
    ServiceCredentials credentials,
    TokenIssuer issuer,
    Introspection introspection,
    Revocation revocation,
    Predicate<ServiceId> mayIntrospect) {
  /** The permission that {@code mayIntrospect} asks for. */
  public static final String INTROSPECT = "auth.tokens:introspect";
}
