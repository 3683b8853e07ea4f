package dev.gatehouse.http;

import dev.gatehouse.guard.Requirement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a request asks for.
 *
 * @param route the text form of the route that decides, under which uses are counted
 * @param requirements what that route asks of its callers; nothing opens it to everybody
 * @param whileEnrolling whether it serves people who must set up a second factor first
 */
record Demand(String route, List<Requirement> requirements, boolean whileEnrolling) {
  private static final int LONGEST_GROUP = 64;

  Demand(String route, List<Requirement> requirements) {
    this(route, requirements, false);
  }

  boolean isOpen() {
    return requirements.isEmpty();
  }

  /** Returns what is asked for, in words. */
  String words() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(", "));
  }

  /** Returns the route, cut to the length under which uses are counted. */
  String group() {
    return route.length() <= LONGEST_GROUP ? route : route.substring(0, LONGEST_GROUP);
  }
}
