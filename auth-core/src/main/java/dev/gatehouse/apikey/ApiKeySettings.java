package dev.gatehouse.apikey;

import dev.gatehouse.net.Cidr;
import dev.gatehouse.rbac.Permission;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be changed about a key, and what a rotation hands on.
 *
 * @param name for people, 1 to 64 characters
 * @param roles names of roles granted to the key, at most 100; one that does not exist grants nothing
 * @param permissions granted to the key besides those of its roles, at most 1,000
 * @param detached whether the key keeps its grants whatever its owner may do; keys of services only
 * @param allowFrom blocks of addresses that the key may be used from, at most 100; none means from anywhere
 * @param metadata facts for the application, at most 50; never shown to the key's bearer, and no place for secrets
 */
public record ApiKeySettings(
    String name,
    Set<String> roles,
    Set<Permission> permissions,
    boolean detached,
    List<Cidr> allowFrom,
    Map<String, String> metadata) {
  /** Copies the collections. */
  public ApiKeySettings {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
    allowFrom = List.copyOf(allowFrom);
    metadata = Map.copyOf(metadata);
  }

  /** Returns settings that grant nothing. */
  public static ApiKeySettings named(String name) {
    return new ApiKeySettings(name, Set.of(), Set.of(), false, List.of(), Map.of());
  }

  /** Returns a copy with another name. */
  public ApiKeySettings withName(String newName) {
    return new ApiKeySettings(newName, roles, permissions, detached, allowFrom, metadata);
  }

  /** Returns a copy that grants these roles instead. */
  public ApiKeySettings withRoles(Collection<String> newRoles) {
    return new ApiKeySettings(
        name, Set.copyOf(newRoles), permissions, detached, allowFrom, metadata);
  }

  /** Returns a copy that grants these permissions instead. */
  public ApiKeySettings withPermissions(Collection<Permission> newPermissions) {
    return new ApiKeySettings(
        name, roles, Set.copyOf(newPermissions), detached, allowFrom, metadata);
  }

  /**
   * Returns a copy that grants these permissions instead.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public ApiKeySettings withPermissions(String... newPermissions) {
    return withPermissions(Arrays.stream(newPermissions).map(Permission::parse).toList());
  }

  /** Returns a copy that keeps its grants whatever its owner may do, or no longer does. */
  public ApiKeySettings withDetached(boolean nowDetached) {
    return new ApiKeySettings(name, roles, permissions, nowDetached, allowFrom, metadata);
  }

  /** Returns a copy that may be used from these blocks only, or from anywhere if there is none. */
  public ApiKeySettings withAllowFrom(Collection<Cidr> blocks) {
    return new ApiKeySettings(name, roles, permissions, detached, List.copyOf(blocks), metadata);
  }

  /** Returns a copy with these facts instead. */
  public ApiKeySettings withMetadata(Map<String, String> facts) {
    return new ApiKeySettings(name, roles, permissions, detached, allowFrom, facts);
  }

  /** Returns the text forms of the permissions, sorted. */
  Set<String> permissionTexts() {
    Set<String> texts = new TreeSet<>();
    permissions.forEach(permission -> texts.add(permission.text()));
    return texts;
  }
}
