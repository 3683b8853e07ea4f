package dev.gatehouse.guard;

import dev.gatehouse.apikey.ApiKeyRights;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.ServiceAccess;

/**
 * The rights of callers of every kind: of people by their roles; of API keys by what was granted to them and what their
 * owner may still do; of services by their roles, and only as far as the person goes for whom they act.
 */
public final class CallerRights implements Rights {
  private final Access access;
  private final ServiceAccess services;
  private final ApiKeyRights keys;

  /** Asks the given sources. */
  public CallerRights(Access access, ApiKeyRights keys) {
    this.access = access;
    this.services = new ServiceAccess(access);
    this.keys = keys;
  }

  @Override
  public boolean allows(Principal caller, Permission permission) {
    if (caller instanceof UserPrincipal user) {
      return access.allows(Subject.user(user.userId()), permission);
    }
    if (caller instanceof ApiKeyPrincipal key) {
      return keys.allows(key, permission);
    }
    return caller instanceof ServicePrincipal service && services.allows(service, permission);
  }

  @Override
  public boolean hasRole(Principal caller, String role) {
    if (caller instanceof UserPrincipal user) {
      return access.hasRole(Subject.user(user.userId()), role);
    }
    if (caller instanceof ApiKeyPrincipal key) {
      return keys.hasRole(key, role);
    }
    return caller instanceof ServicePrincipal service && services.hasRole(service, role);
  }
}
