package dev.gatehouse.principal;

import java.util.Optional;

/**
 * A service that calls with its own token. It is never a person, also when it acts on behalf of one: then it may do what
 * both may do and nothing more, and whoever asks for a person gets none.
 *
 * @param name what its operators call it, for example {@code reports}
 * @param audience the one receiver its token is for
 * @param onBehalfOf the person whose live session it acts in; empty if it acts for itself
 */
public record ServicePrincipal(
    ServiceId serviceId, String name, String audience, Optional<UserId> onBehalfOf)
    implements Principal {
  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  /** Returns the id of the service, also when it acts on behalf of somebody. */
  @Override
  public String getName() {
    return serviceId.toString();
  }
}
