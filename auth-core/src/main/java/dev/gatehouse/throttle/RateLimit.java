package dev.gatehouse.throttle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A limit as it is configured: what everybody gets, and what callers with certain roles get instead. Of several roles
 * the first that a caller has decides, in the order in which they were added.
 *
 * @param plans the quotas by role, named {@code name:role}
 * @param failureMode what becomes of requests while the shared store does not answer; empty for the default of the
 *     configuration
 */
public record RateLimit(
    Quota standard, Map<String, Quota> plans, Enforcement mode, Optional<FailureMode> failureMode) {
  /** Copies the plans in their order; a colon is what tells them from limits. */
  public RateLimit {
    if (standard.name().indexOf(':') >= 0) {
      throw new IllegalArgumentException("the name of a limit has no colon, was \""
          + standard.name() + "\": that is how the plan of a role is named");
    }
    plans = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(plans));
  }

  /** Returns one limit for everybody, enforced. */
  public static RateLimit of(String name, Limit limit) {
    return new RateLimit(new Quota(name, limit), Map.of(), Enforcement.ENFORCE, Optional.empty());
  }

  /** Gives callers with a role another limit, unless they have one of the roles added before. */
  public RateLimit forRole(String role, Limit limit) {
    Map<String, Quota> more = new LinkedHashMap<>(plans);
    more.put(role, new Quota(name() + ':' + role, limit));
    return new RateLimit(standard, more, mode, failureMode);
  }

  /** Counts and reports only. */
  public RateLimit inShadow() {
    return new RateLimit(standard, plans, Enforcement.SHADOW, failureMode);
  }

  /**
   * Says what becomes of requests while the shared store does not answer. A limit that reaches the endpoints of Gatehouse
   * may not fail open; the configuration refuses it.
   */
  public RateLimit whenStoreFails(FailureMode failureMode) {
    return new RateLimit(standard, plans, mode, Optional.of(failureMode));
  }

  /** Returns the name. */
  public String name() {
    return standard.name();
  }

  /** Returns the quota of a caller, given which roles they have; asks only as far as needed. */
  public Quota quotaFor(Predicate<String> hasRole) {
    Optional<Quota> plan = plans.entrySet().stream()
        .filter(entry -> hasRole.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
    return plan.orElse(standard);
  }
}
