package dev.gatehouse.http;

import dev.gatehouse.guard.Requirement;
import java.util.List;

/**
 * One of our own routes: where it is, who may ask, and what answers.
 *
 * @param forClients whether it reads the credentials of a client itself. Then nothing else counts there: no cookie and no
 *     bearer token is looked at, so that no page of another site gains anything by having a browser ask.
 * @param isWhileEnrolling whether it serves people who must set up a second factor before anything else
 */
public record Endpoint(
    Route route,
    List<Requirement> requirements,
    Handler handler,
    boolean forClients,
    boolean isWhileEnrolling) {
  /** What answers a request whose conditions are met. */
  @FunctionalInterface
  public interface Handler {
    /** Returns the answer; an exception becomes a problem. */
    HttpResponse handle(Exchange exchange);
  }

  /** Copies the conditions. */
  public Endpoint {
    requirements = List.copyOf(requirements);
    if (forClients && !requirements.isEmpty()) {
      throw new IllegalArgumentException(
          "an endpoint that reads its own credentials has no other conditions: " + route);
    }
  }

  /** Describes a route for people. */
  public Endpoint(Route route, List<Requirement> requirements, Handler handler) {
    this(route, requirements, handler, false, false);
  }

  /** Returns the route open also to people who must set up a second factor before anything else. */
  public Endpoint whileEnrolling() {
    return new Endpoint(route, requirements, handler, forClients, true);
  }

  /** Describes a route for clients that prove who they are to its handler. */
  public static Endpoint forClients(Route route, Handler handler) {
    return new Endpoint(route, List.of(), handler, true, false);
  }
}
