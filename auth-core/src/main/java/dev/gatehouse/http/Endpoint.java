package dev.gatehouse.http;

import dev.gatehouse.guard.Requirement;
import java.util.List;

/** One of our own routes: where it is, who may ask, and what answers. */
public record Endpoint(Route route, List<Requirement> requirements, Handler handler) {
  /** What answers a request whose conditions are met. */
  @FunctionalInterface
  public interface Handler {
    /** Returns the answer; an exception becomes a problem. */
    HttpResponse handle(Exchange exchange);
  }

  /** Copies the conditions. */
  public Endpoint {
    requirements = List.copyOf(requirements);
  }
}
