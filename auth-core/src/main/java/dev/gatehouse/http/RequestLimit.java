package dev.gatehouse.http;

import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import java.util.List;

/**
 * A limit on requests. All limits that fit a request hold; the strictest decides. What is counted is the limit, not the
 * path, so that no spelling of a path gets a count of its own.
 *
 * @param routes for which requests; none means for all of them
 */
public record RequestLimit(RateLimit limit, LimitBy by, List<Route> routes) {
  /** Copies the routes. */
  public RequestLimit {
    routes = List.copyOf(routes);
    if (by != LimitBy.CALLER && !limit.plans().isEmpty()) {
      throw new IllegalArgumentException(
          "the limit \"" + limit.name()
              + "\" does not count by caller, and nobody else has roles; count by caller to give roles their own");
    }
  }

  /** Counts the requests of an address to the routes together, or to everything if there are none. */
  public static RequestLimit perAddress(RateLimit limit, Route... routes) {
    return new RequestLimit(limit, LimitBy.ADDRESS, List.of(routes));
  }

  /** Counts the requests of an address to the routes together, or to everything if there are none. */
  public static RequestLimit perAddress(String name, Limit limit, Route... routes) {
    return perAddress(RateLimit.of(name, limit), routes);
  }

  /** Counts the requests of known devices by the login name they are known to, and all others by address. */
  public static RequestLimit perKnownDevice(RateLimit limit, Route... routes) {
    return new RequestLimit(limit, LimitBy.KNOWN_DEVICE, List.of(routes));
  }

  /** Counts the requests of a caller to the routes together, or to everything if there are none. */
  public static RequestLimit perCaller(RateLimit limit, Route... routes) {
    return new RequestLimit(limit, LimitBy.CALLER, List.of(routes));
  }

  /** Counts the requests of a caller to the routes together, or to everything if there are none. */
  public static RequestLimit perCaller(String name, Limit limit, Route... routes) {
    return perCaller(RateLimit.of(name, limit), routes);
  }

  /** Tells whether there is a request that both this limit and a route fit. */
  public boolean reaches(Route route) {
    return routes.isEmpty() || routes.stream().anyMatch(route::meets);
  }

  boolean fits(String method, List<String> path) {
    return routes.isEmpty() || routes.stream().anyMatch(route -> route.serves(method, path));
  }
}
