package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.throttle.KnownDevices;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LimitedUse;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottleDecision;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The limits on requests, and who decides them. */
public final class RequestLimits {
  private final Optional<Throttle> throttle;
  private final List<RequestLimit> limits;
  private final boolean inHeaders;
  private final Function<HttpRequest, Optional<LimitKey>> devices;

  private RequestLimits(
      Optional<Throttle> throttle,
      List<RequestLimit> limits,
      boolean inHeaders,
      Function<HttpRequest, Optional<LimitKey>> devices) {
    this.throttle = throttle;
    this.limits = List.copyOf(limits);
    this.inHeaders = inHeaders;
    this.devices = devices;
  }

  /**
   * Holds the given limits; no device is known.
   *
   * @param inHeaders whether answers tell callers how they stand
   */
  public static RequestLimits of(Throttle throttle, List<RequestLimit> limits, boolean inHeaders) {
    return new RequestLimits(Optional.of(throttle), limits, inHeaders, request -> Optional.empty());
  }

  /** Limits nothing. */
  public static RequestLimits none() {
    return new RequestLimits(Optional.empty(), List.of(), false, request -> Optional.empty());
  }

  /** Returns a copy that knows these devices by the cookie they present. */
  public RequestLimits knowing(KnownDevices known, Cookies cookies) {
    return new RequestLimits(
        throttle, limits, inHeaders, request -> known.limitKey(cookies.device(request)));
  }

  /** Starts the count of one request. */
  Toll toll(ClientInfo client) {
    return new Toll(this, client);
  }

  List<RequestLimit> fitting(String method, List<String> path) {
    return limits.isEmpty()
        ? List.of()
        : limits.stream().filter(limit -> limit.fits(method, path)).toList();
  }

  /** Returns the key of a device that is known; a request with two such cookies is soon refused, and pays by address. */
  Optional<LimitKey> device(HttpRequest request) {
    try {
      return devices.apply(request);
    } catch (AuthException twice) {
      return Optional.empty();
    }
  }

  /** Returns what limits make of a caller's request. */
  List<LimitedUse> uses(
      List<RequestLimit> asked, Principal caller, Function<RequestLimit, LimitKey> keys) {
    return throttle.stream()
        .flatMap(judge ->
            asked.stream().map(limit -> judge.use(limit.limit(), caller, keys.apply(limit))))
        .toList();
  }

  /** Decides about all of them together. */
  Optional<ThrottleDecision> decide(List<LimitedUse> uses) {
    return uses.isEmpty() ? Optional.empty() : throttle.map(judge -> judge.decide(uses));
  }

  boolean inHeaders() {
    return inHeaders;
  }
}
