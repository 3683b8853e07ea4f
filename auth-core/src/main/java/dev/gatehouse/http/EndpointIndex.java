package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the endpoint that answers a request. */
final class EndpointIndex {
  private final List<Endpoint> endpoints;

  EndpointIndex(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  record Match(Endpoint endpoint, Map<String, String> variables) {}

  /**
   * Returns the endpoint for a method.
   *
   * @throws AuthException {@code not_found} or {@code method_not_allowed}
   */
  Match find(String method, List<String> path) {
    for (Endpoint endpoint : endpoints) {
      Optional<Map<String, String>> variables = endpoint.route().match(method, path);
      if (variables.isPresent()) {
        return new Match(endpoint, variables.get());
      }
    }
    throw new AuthException(
        ErrorCode.METHOD_NOT_ALLOWED, "Use " + String.join(", ", methods(path)) + ".");
  }

  /**
   * Returns the methods of a path, in alphabetical order.
   *
   * @throws AuthException {@code not_found} if there is no such path
   */
  Set<String> methods(List<String> path) {
    Set<String> methods = new TreeSet<>();
    endpoints.stream()
        .map(Endpoint::route)
        .filter(route -> route.fits(path))
        .forEach(route -> methods.add(route.method()));
    if (methods.isEmpty()) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is no endpoint at this path.");
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return methods;
  }
}
