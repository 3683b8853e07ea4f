package dev.gatehouse.principal;

/**
 * Who made a change: the owner, another user, an API key, a service, or a part of the system.
 *
 * @param id the text form of the id of a user, key or service, or the name of the component
 */
public record Actor(Kind kind, String id) {
  /** The kinds of actors. */
  public enum Kind {
    /** Nobody has proven who they are. */
    ANONYMOUS,
    /** A person with an account. */
    USER,
    /** A program with an API key. */
    API_KEY,
    /** A service with a credential of its own. */
    SERVICE,
    /** A component of this library or of the host. */
    SYSTEM
  }

  /** Returns the actor of a request that proved nothing. */
  public static Actor anonymous() {
    return new Actor(Kind.ANONYMOUS, "");
  }

  /** Returns a person. */
  public static Actor user(UserId id) {
    return new Actor(Kind.USER, id.toString());
  }

  /** Returns a service. */
  public static Actor service(ServiceId id) {
    return new Actor(Kind.SERVICE, id.toString());
  }

  /** Returns an API key. */
  public static Actor apiKey(ApiKeyId id) {
    return new Actor(Kind.API_KEY, id.toString());
  }

  /** Returns a caller; of a service that acts on behalf of a person, the service. */
  public static Actor of(Principal caller) {
    if (caller instanceof UserPrincipal user) {
      return user(user.userId());
    }
    if (caller instanceof ApiKeyPrincipal key) {
      return apiKey(key.keyId());
    }
    return caller instanceof ServicePrincipal service ? service(service.serviceId()) : anonymous();
  }

  /** Returns a component, for example {@code maintenance} or the name of the host's own job. */
  public static Actor system(String component) {
    return new Actor(Kind.SYSTEM, component);
  }
}
