package dev.gatehouse.rbac;

import java.util.Set;

/**
 * A role as it is kept.
 *
 * @param version rises by one with every change
 */
public record Role(RoleDefinition definition, Origin origin, long version) {
  /** Where a role comes from, and so who may change it. */
  public enum Origin {
    /** Gatehouse's own; nobody changes it. */
    BUILT_IN,
    /** Written in the application's configuration, and brought up to date at every start; changed there only. */
    DECLARED,
    /** Made at run time. */
    CUSTOM
  }

  /** Returns the name. */
  public String name() {
    return definition.name();
  }

  /** Returns what it grants by itself. */
  public Set<Permission> permissions() {
    return definition.permissions();
  }

  /** Returns the roles it includes. */
  public Set<String> includes() {
    return definition.includes();
  }
}
