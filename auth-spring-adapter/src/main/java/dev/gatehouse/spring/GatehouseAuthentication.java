package dev.gatehouse.spring;

import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Whom the gate knows, as Spring Security puts it. The principal is ours; the authorities are {@code ROLE_…} for each role,
 * each declared permission that the caller holds, and a {@code FACTOR_…} for each proof they gave. They are read when
 * somebody asks, once per dispatch of a request. It holds no credential, and cannot be made authentic by others.
 */
public final class GatehouseAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient Principal principal;
  private final transient ClientInfo client;
  private final transient Authorities source;
  private transient volatile @Nullable Collection<GrantedAuthority> authorities;

  GatehouseAuthentication(Principal principal, ClientInfo client, Authorities source) {
    super(List.of());
    super.setAuthenticated(true);
    this.principal = principal;
    this.client = client;
    this.source = source;
  }

  /** Returns the caller in the {@code SecurityContext} of this thread, if it is one of ours. */
  static Optional<Principal> current() {
    Authentication found = SecurityContextHolder.getContext().getAuthentication();
    return found instanceof GatehouseAuthentication ours
        ? Optional.of(ours.principal)
        : Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.gatehouse.storage.StoreException if the roles cannot be asked
   */
  @Override
  public Collection<GrantedAuthority> getAuthorities() {
    Collection<GrantedAuthority> known = authorities;
    if (known == null) {
      known = source.of(principal);
      authorities = known;
    }
    return known;
  }

  /** Returns an empty text: the credential stays with the gate. */
  @Override
  public Object getCredentials() {
    return "";
  }

  /** Returns where the request comes from. */
  @Override
  public ClientInfo getDetails() {
    return client;
  }

  @Override
  public Principal getPrincipal() {
    return principal;
  }

  /**
   * Takes {@code false} for the rest of this dispatch, which ends no session.
   *
   * @throws IllegalArgumentException for {@code true}: only the gate finds out who asks
   */
  @Override
  public void setAuthenticated(boolean wanted) {
    if (wanted) {
      throw new IllegalArgumentException("only the gate finds out who asks");
    }
    super.setAuthenticated(false);
  }

  @Override
  public String toString() {
    return "GatehouseAuthentication(" + getName() + ")";
  }
}
