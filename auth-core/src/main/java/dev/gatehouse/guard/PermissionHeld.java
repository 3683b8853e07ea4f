package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Permission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition that the caller may do something. The refusal names the permissions that are missing, to callers only who
 * have proven who they are.
 */
public record PermissionHeld(List<Permission> permissions, Match match) implements Requirement {
  /**
   * Copies the permissions.
   *
   * @throws IllegalArgumentException if there are none, or one has a wildcard: a question is about one right
   */
  public PermissionHeld {
    permissions = List.copyOf(permissions);
    if (permissions.isEmpty() || permissions.stream().anyMatch(Permission::hasWildcard)) {
      throw new IllegalArgumentException(
          "a condition asks for one permission or more, without wildcards, and asked for "
              + permissions);
    }
  }

  /**
   * Returns the condition that the caller holds every one of these.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public static PermissionHeld of(String... permissions) {
    return new PermissionHeld(Stream.of(permissions).map(Permission::parse).toList(), Match.ALL);
  }

  @Override
  public Optional<AuthException> refusal(Asker asker) {
    Optional<AuthException> anonymous = new Authenticated().refusal(asker);
    if (anonymous.isPresent()) {
      return anonymous;
    }
    List<String> missing = permissions.stream()
        .filter(permission -> !asker.rights().allows(asker.principal(), permission))
        .map(Permission::text)
        .toList();
    boolean met = match == Match.ALL ? missing.isEmpty() : missing.size() < permissions.size();
    return met ? Optional.empty() : Optional.of(denied(missing));
  }

  private AuthException denied(List<String> missing) {
    String names = String.join(match == Match.ALL ? ", " : " or ", missing);
    return new AuthException(
            ErrorCode.PERMISSION_DENIED, "This needs the permission " + names + '.')
        .with("permission", missing.get(0))
        .with("missing", missing);
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return kind != Principal.Kind.ANONYMOUS;
  }

  @Override
  public String toString() {
    return permissions.stream()
        .map(Permission::text)
        .collect(Collectors.joining(match == Match.ALL ? " and " : " or "));
  }
}
