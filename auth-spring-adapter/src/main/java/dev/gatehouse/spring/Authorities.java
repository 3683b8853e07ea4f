package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.guard.RoleHeld;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What callers hold, as authorities. Each is asked of the core's guard, which knows all kinds of callers. */
final class Authorities {
  private static final Map<String, String> METHODS =
      Map.of("pwd", "FACTOR_PASSWORD", "otp", "FACTOR_TOTP");

  private final Gatehouse gatehouse;

  Authorities(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  Collection<GrantedAuthority> of(Principal caller) {
    Stream<GrantedAuthority> roles = roles(caller).stream()
        .filter(role -> isMet(caller, RoleHeld.of(role)))
        .map(role -> new SimpleGrantedAuthority("ROLE_" + role));
    Stream<GrantedAuthority> permissions = gatehouse.access().catalogue().permissions().stream()
        .filter(permission -> !permission.hasWildcard())
        .map(Permission::text)
        .filter(text -> isMet(caller, PermissionHeld.of(text)))
        .map(SimpleGrantedAuthority::new);
    return Stream.of(roles, permissions, factors(caller))
        .flatMap(all -> all)
        .distinct()
        .toList();
  }

  private boolean isMet(Principal caller, Requirement requirement) {
    return gatehouse.guard().refusal(caller, List.of(requirement)).isEmpty();
  }

  private Set<String> roles(Principal caller) {
    if (caller instanceof UserPrincipal user) {
      return gatehouse.access().rolesUntil(Subject.user(user.userId()), now());
    }
    if (caller instanceof ServicePrincipal service) {
      return gatehouse.access().rolesUntil(Subject.service(service.serviceId()), now());
    }
    return caller instanceof ApiKeyPrincipal key ? gatehouse.access().reach(key.roles()) : Set.of();
  }

  /** Roles that end later are roles now: the past bounds nothing. */
  private static Optional<java.time.Instant> now() {
    return Optional.of(java.time.Instant.EPOCH);
  }

  private static Stream<GrantedAuthority> factors(Principal caller) {
    if (caller instanceof UserPrincipal user) {
      return user.methods().stream()
          .sorted()
          .flatMap(method -> Stream.ofNullable(METHODS.get(method)))
          .map(factor -> Factor.of(factor, user.authenticatedAt()));
    }
    return Stream.of(new SimpleGrantedAuthority("FACTOR_BEARER"));
  }
}
