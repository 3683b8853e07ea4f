package dev.gatehouse.principal;

/**
 * Who acts in a request. Immutable and safe to log: {@link #getName()} is the stable id, never an e-mail
 * address.
 */
public sealed interface Principal extends java.security.Principal
    permits AnonymousPrincipal, ApiKeyPrincipal, UserPrincipal {

  /** Tells whether somebody has proven who they are. */
  boolean isAuthenticated();
}
