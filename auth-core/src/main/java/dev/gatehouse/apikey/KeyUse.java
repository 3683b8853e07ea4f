package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a key is presented for.
 *
 * @param required permissions that the key must have, all of them; what is not listed here is not judged
 * @param condition what else must be so of the key before anything is spent
 * @param cost credits that it costs if the key's family has credits; 0 to 1,000,000
 * @param routeGroup under which it is counted, at most 64 characters; choose few
 */
public record KeyUse(
    ClientInfo client,
    List<Permission> required,
    Predicate<ApiKeyPrincipal> condition,
    long cost,
    String routeGroup) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if cost or route group is out of bounds
   */
  public KeyUse {
    required = List.copyOf(required);
    if (cost < 0 || cost > 1_000_000) {
      throw new IllegalArgumentException("a use costs 0 to 1000000 credits, not " + cost);
    }
    if (routeGroup.length() > 64) {
      throw new IllegalArgumentException(
          "a route group has at most 64 characters, had " + routeGroup.length());
    }
  }

  /** Starts with a use that needs no permission and costs one credit. */
  public static KeyUse by(ClientInfo client) {
    return new KeyUse(client, List.of(), key -> true, 1, "");
  }

  /** Returns a copy that needs these permissions. */
  public KeyUse requiring(Permission... permissions) {
    return new KeyUse(client, List.of(permissions), condition, cost, routeGroup);
  }

  /** Returns a copy that is refused, costs nothing and is not reported, unless this is so of the key. */
  public KeyUse onlyIf(Predicate<ApiKeyPrincipal> test) {
    return new KeyUse(client, required, test, cost, routeGroup);
  }

  /** Returns a copy that costs so many credits. */
  public KeyUse costing(long credits) {
    return new KeyUse(client, required, condition, credits, routeGroup);
  }

  /** Returns a copy that is counted under this group. */
  public KeyUse in(String group) {
    return new KeyUse(client, required, condition, cost, group);
  }
}
