package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint that answers a request. The table is put together when it is first used, so that the start does not wait. */
final class EndpointIndex {
  private @Nullable Supplier<List<Endpoint>> table;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable List<Endpoint> endpoints;

  EndpointIndex(Supplier<List<Endpoint>> table) {
    this.table = table;
  }

  /** Returns all of them, in the order in which they are tried. */
  List<Endpoint> all() {
    List<Endpoint> made = endpoints;
    return made != null ? made : makeOnce();
  }

  private List<Endpoint> makeOnce() {
    making.lock();
    try {
      List<Endpoint> made = endpoints;
      if (made == null) {
        made = List.copyOf(Objects.requireNonNull(table).get());
        endpoints = made;
        table = null;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  record Match(Endpoint endpoint, Map<String, String> variables) {}

  /**
   * Returns the endpoint for a method.
   *
   * @throws AuthException {@code not_found} or {@code method_not_allowed}
   */
  Match find(String method, List<String> path) {
    for (Endpoint endpoint : all()) {
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
    all().stream()
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
