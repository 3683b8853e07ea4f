package dev.gatehouse.principal;

/**
 * Who acts in a request. Immutable and safe to log: {@link #getName()} is the stable id, never an e-mail
 * address.
 */
public sealed interface Principal extends java.security.Principal
    permits AnonymousPrincipal, ApiKeyPrincipal, ServicePrincipal, UserPrincipal {

  /** The kinds of callers. */
  enum Kind {
    /** Nobody has proven anything. */
    ANONYMOUS,
    /** A person who logged in. */
    USER,
    /** A program that presented an API key. */
    API_KEY,
    /** A service that presented its own token. */
    SERVICE
  }

  /** Returns what kind of caller this is. */
  Kind kind();

  /** Tells whether somebody has proven who they are. */
  boolean isAuthenticated();
}
