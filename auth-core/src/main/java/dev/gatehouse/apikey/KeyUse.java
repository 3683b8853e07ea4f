package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.throttle.LimitedUse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a key is presented for.
 *
 * @param required permissions that the key must have, all of them; what is not listed here is not judged
 * @param condition what else must be so of the key before anything is spent
 * @param cost credits that it costs if the key's family has credits; 0 to 1,000,000
 * @param routeGroup under which it is counted, at most 64 characters; choose few
 * @param request decides about the limits of the key together with those of the request it came with; empty if it came with
 *     none
 */
public record KeyUse(
    ClientInfo client,
    List<Permission> required,
    Predicate<ApiKeyPrincipal> condition,
    long cost,
    String routeGroup,
    Optional<Function<List<LimitedUse>, Optional<Duration>>> request) {
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
    return new KeyUse(client, List.of(), key -> true, 1, "", Optional.empty());
  }

  /** Returns a copy that needs these permissions. */
  public KeyUse requiring(Permission... permissions) {
    return new KeyUse(client, List.of(permissions), condition, cost, routeGroup, request);
  }

  /** Returns a copy that is refused, costs nothing and is not reported, unless this is so of the key. */
  public KeyUse onlyIf(Predicate<ApiKeyPrincipal> test) {
    return new KeyUse(client, required, test, cost, routeGroup, request);
  }

  /** Returns a copy that costs so many credits. */
  public KeyUse costing(long credits) {
    return new KeyUse(client, required, condition, credits, routeGroup, request);
  }

  /** Returns a copy that is counted under this group. */
  public KeyUse in(String group) {
    return new KeyUse(client, required, condition, cost, group, request);
  }

  /**
   * Returns a copy whose limits are decided together with those of the request: by a function that takes the limits of the key
   * and returns how long to wait if all of them together were too much.
   */
  public KeyUse limitedBy(Function<List<LimitedUse>, Optional<Duration>> decision) {
    return new KeyUse(client, required, condition, cost, routeGroup, Optional.of(decision));
  }
}
