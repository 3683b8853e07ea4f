package dev.gatehouse;

import dev.gatehouse.degradation.DegradationPolicy;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.Route;
import dev.gatehouse.throttle.Enforcement;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimit;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of each limit while the shared store does not answer. One that reaches authentication is never open. */
final class LimitFailures {
  private final DegradationPolicy policy;
  private final Route authentication;
  private final Map<String, FailureMode> byName = new LinkedHashMap<>();
  private final Map<Quota, FailureMode> byQuota = new HashMap<>();

  /** Knows no limit yet; the paths are those of our own endpoints. */
  LimitFailures(DegradationPolicy policy, Route authentication) {
    this.policy = policy;
    this.authentication = authentication;
  }

  /** Adds a limit on requests. */
  void add(RequestLimit request) {
    if (request.reaches(authentication)) {
      addForAuthentication(request.limit());
    } else {
      add(request.limit());
    }
  }

  /** Adds a limit that guards no authentication. */
  void add(RateLimit limit) {
    put(limit, limit.failureMode().orElse(policy.limits()));
  }

  /**
   * Adds one that does.
   *
   * @throws IllegalArgumentException if it would fail open
   */
  void addForAuthentication(RateLimit limit) {
    FailureMode mode = limit.failureMode().orElse(policy.authLimits());
    if (mode == FailureMode.OPEN) {
      throw new IllegalArgumentException("the limit \"" + limit.name() + "\" reaches "
          + authentication.path() + ", where no limit fails open; give it routes elsewhere, or"
          + " choose LOCAL or CLOSED");
    }
    put(limit, mode);
  }

  /** What only counts refuses nobody, whatever becomes of its store. */
  private void put(RateLimit limit, FailureMode wanted) {
    boolean refuses = limit.mode() == Enforcement.ENFORCE || wanted != FailureMode.CLOSED;
    FailureMode mode = refuses ? wanted : FailureMode.LOCAL;
    byName.put(limit.name(), mode);
    byQuota.put(limit.standard(), mode);
    limit.plans().values().forEach(plan -> byQuota.put(plan, mode));
  }

  FailureMode of(Quota quota) {
    return byQuota.getOrDefault(quota, FailureMode.LOCAL);
  }

  /** Returns the mode of each limit by its name, in the order they were added. */
  Map<String, FailureMode> byName() {
    return Collections.unmodifiableMap(byName);
  }
}
