package dev.gatehouse.http;

import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottleDecision;
import java.util.List;
import java.util.Optional;

/** The limits on requests, and who decides them. */
public final class RequestLimits {
  private final Optional<Throttle> throttle;
  private final List<RequestLimit> limits;
  private final boolean inHeaders;

  private RequestLimits(Optional<Throttle> throttle, List<RequestLimit> limits, boolean inHeaders) {
    this.throttle = throttle;
    this.limits = List.copyOf(limits);
    this.inHeaders = inHeaders;
  }

  /**
   * Holds the given limits.
   *
   * @param inHeaders whether answers tell callers how they stand
   */
  public static RequestLimits of(Throttle throttle, List<RequestLimit> limits, boolean inHeaders) {
    return new RequestLimits(Optional.of(throttle), limits, inHeaders);
  }

  /** Limits nothing. */
  public static RequestLimits none() {
    return new RequestLimits(Optional.empty(), List.of(), false);
  }

  /** Starts the count of one request. */
  Toll toll(ClientInfo client) {
    return new Toll(this, client);
  }

  List<RequestLimit> fitting(String method, List<String> path) {
    return limits.stream().filter(limit -> limit.fits(method, path)).toList();
  }

  /** Decides about limits that fit, all of which count the same key. */
  Optional<ThrottleDecision> decide(List<RequestLimit> asked, Principal caller, LimitKey key) {
    return asked.isEmpty()
        ? Optional.empty()
        : throttle.map(judge -> judge.decide(
            asked.stream().map(limit -> judge.use(limit.limit(), caller, key)).toList()));
  }

  boolean inHeaders() {
    return inHeaders;
  }
}
