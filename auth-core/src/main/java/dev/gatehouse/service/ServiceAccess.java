package dev.gatehouse.service;

import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;

/**
 * What services may do: what the roles assigned to them grant. A service that acts on behalf of a person may do what both
 * may do, never more: neither lends rights to the other.
 */
public final class ServiceAccess {
  private final Access access;

  /** Asks the given source of rights. */
  public ServiceAccess(Access access) {
    this.access = access;
  }

  /** Tells whether a caller may do something now: the service, and the person it acts for, if any. */
  public boolean allows(ServicePrincipal caller, Permission permission) {
    return allows(caller.serviceId(), permission)
        && caller
            .onBehalfOf()
            .map(person -> access.allows(Subject.user(person), permission))
            .orElse(true);
  }

  /** Tells whether a caller has a role now: the service, and the person it acts for, if any. */
  public boolean hasRole(ServicePrincipal caller, String role) {
    return access.hasRole(Subject.service(caller.serviceId()), role)
        && caller
            .onBehalfOf()
            .map(person -> access.hasRole(Subject.user(person), role))
            .orElse(true);
  }

  /** Tells whether a service that acts for itself may do something now. */
  public boolean allows(ServiceId service, Permission permission) {
    return access.allows(Subject.service(service), permission);
  }
}
