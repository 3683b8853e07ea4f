package dev.gatehouse.rbac;

import dev.gatehouse.error.Spelling;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every permission there is: those that the application declared and Gatehouse's own, whose resources begin with
 * {@code auth.}. A declared {@code documents:read:*} stands for whatever scopes arise at run time. Immutable.
 */
public final class PermissionCatalogue {
  private static final String OWN = "auth.";

  private final Set<Permission> declared = new TreeSet<>();
  private final PermissionTrie patterns = new PermissionTrie();
  private final PermissionIndex index;

  private PermissionCatalogue(Collection<Permission> permissions) {
    declared.addAll(GatehousePermissions.all());
    declared.addAll(permissions);
    declared.forEach(patterns::add);
    this.index = new PermissionIndex(declared);
  }

  /**
   * Returns the catalogue of an application.
   *
   * @throws IllegalArgumentException if a resource begins with {@code auth.}, or a resource or action is {@code *}
   */
  public static PermissionCatalogue of(Collection<Permission> permissions) {
    permissions.forEach(PermissionCatalogue::requireDeclarable);
    return new PermissionCatalogue(permissions);
  }

  private static void requireDeclarable(Permission permission) {
    if (permission.resource().startsWith(OWN)) {
      throw new IllegalArgumentException(
          permission + ": resources that begin with auth. are Gatehouse's own");
    }
    if (permission.resource().equals(Permission.ANY)
        || permission.action().equals(Permission.ANY)) {
      throw new IllegalArgumentException(permission
          + " declares nothing: name the resource and the action; only a scope may be *");
    }
  }

  /** Returns all permissions, in order. */
  public Set<Permission> permissions() {
    return Collections.unmodifiableSet(declared);
  }

  /** Tells whether a permission is declared, or is a wildcard over at least one that is, or over everything. */
  public boolean knows(Permission permission) {
    return index.bit(permission) >= 0
        || patterns.implies(permission)
        || permission.isEverything()
        || (permission.hasWildcard() && declared.stream().anyMatch(permission::implies));
  }

  /**
   * Returns the permission if this catalogue knows it.
   *
   * @throws IllegalArgumentException if it does not; the message says which one may have been meant
   */
  public Permission require(Permission permission) {
    if (!knows(permission)) {
      throw new IllegalArgumentException(unknown(permission));
    }
    return permission;
  }

  /**
   * Reads a permission and returns it if this catalogue knows it.
   *
   * @throws IllegalArgumentException if the text is malformed or the permission unknown
   */
  public Permission require(String text) {
    return require(Permission.parse(text));
  }

  /** Returns the sentence for a permission that is not known. */
  String unknown(Permission permission) {
    String nearest = Spelling.nearest(
            permission.text(), declared.stream().map(Permission::text).toList())
        .orElse("");
    return "nobody declared the permission " + permission + "; did you mean " + nearest + "?";
  }

  PermissionSet compile(Collection<Permission> permissions) {
    return PermissionSet.compile(permissions, index);
  }
}
