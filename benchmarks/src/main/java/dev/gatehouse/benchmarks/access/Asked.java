package dev.gatehouse.benchmarks.access;

import java.util.EnumSet;

/** Who is asked. */
enum Asked {
  GATEHOUSE_SET("**Gatehouse** PermissionSet"),
  GATEHOUSE_ACCESS("**Gatehouse** access(), through its caches"),
  GATEHOUSE_RIGHTS("**Gatehouse**, as the gate asks about a principal"),
  SPRING("Spring Security AuthorityAuthorizationManager"),
  SPRING_HIERARCHY("Spring Security, with a RoleHierarchy"),
  SHIRO_PARSED("Shiro AuthorizingRealm, permissions parsed before"),
  SHIRO_TEXTS("Shiro AuthorizingRealm, permissions as texts"),
  SA_TOKEN("Sa-Token StpUtil"),
  CASBIN("jCasbin Enforcer"),
  CASBIN_CACHED("jCasbin CachedEnforcer");

  private final String title;

  Asked(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean supports(Holding holding) {
    return this != SPRING || holding == Holding.EXACT;
  }

  boolean isPeer() {
    return EnumSet.range(SPRING, CASBIN_CACHED).contains(this);
  }

  Decider decider(Holder holder) {
    return switch (this) {
      case GATEHOUSE_SET -> GatehouseAccess.set(holder);
      case GATEHOUSE_ACCESS -> GatehouseAccess.access(holder);
      case GATEHOUSE_RIGHTS -> GatehouseAccess.rights(holder);
      case SPRING -> SpringAuthorities.plain(holder);
      case SPRING_HIERARCHY -> SpringAuthorities.hierarchy(holder);
      case SHIRO_PARSED -> ShiroRealm.parsed(holder);
      case SHIRO_TEXTS -> ShiroRealm.texts(holder);
      case SA_TOKEN -> SaToken.of(holder);
      case CASBIN -> Casbin.plain(holder);
      case CASBIN_CACHED -> Casbin.cached(holder);
    };
  }
}
