package dev.gatehouse.http;

import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.principal.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which kinds of callers may ask for which routes, and on what conditions. Its text is the same for the same rules: kept
 * beside the code and compared by a test, it shows a reviewer every change of access.
 */
public final class AccessMatrix {
  private static final String NEVER = "-";
  private static final String CLIENTS = "a service's credentials";

  private final EndpointIndex endpoints;
  private final RouteRules rules;

  private record Row(String route, Function<Principal.Kind, String> cell) {
    static Row of(Route route, List<Requirement> requirements) {
      return new Row(route.toString(), kind -> conditions(requirements, kind));
    }
  }

  AccessMatrix(EndpointIndex endpoints, RouteRules rules) {
    this.endpoints = endpoints;
    this.rules = rules;
  }

  /**
   * Returns what is asked of each kind of caller, by route: our own endpoints, then the rules of the host in the order they are
   * tried. {@code -} is never, {@code yes} is without further conditions.
   */
  public Map<String, Map<Principal.Kind, String>> rows() {
    Map<String, Map<Principal.Kind, String>> found = new LinkedHashMap<>();
    for (Row row : lines()) {
      Map<Principal.Kind, String> cells = new EnumMap<>(Principal.Kind.class);
      for (Principal.Kind kind : Principal.Kind.values()) {
        cells.put(kind, row.cell().apply(kind));
      }
      found.put(row.route(), Collections.unmodifiableMap(cells));
    }
    return Collections.unmodifiableMap(found);
  }

  /** Returns a table in Markdown: our own endpoints, then the rules of the host in the order they are tried. */
  public String text() {
    StringBuilder text = new StringBuilder(1024);
    text.append("| route |");
    for (Principal.Kind kind : Principal.Kind.values()) {
      text.append(' ').append(kind.name().toLowerCase(java.util.Locale.ROOT)).append(" |");
    }
    text.append("\n|---|---|---|---|---|\n");
    for (Row row : lines()) {
      text.append("| ").append(row.route()).append(" | ");
      text.append(
          Stream.of(Principal.Kind.values()).map(row.cell()).collect(Collectors.joining(" | ")));
      text.append(" |\n");
    }
    return text.toString();
  }

  private List<Row> lines() {
    List<Row> rows = new ArrayList<>();
    endpoints
        .all()
        .forEach(endpoint -> rows.add(
            endpoint.forClients()
                ? new Row(endpoint.route().toString(), kind -> CLIENTS)
                : Row.of(endpoint.route(), endpoint.requirements())));
    rules.rules().forEach(rule -> rows.add(Row.of(rule.route(), rule.demand().requirements())));
    rows.add(new Row("everything else", kind -> NEVER));
    return rows;
  }

  /** Returns the rules of the host, a line each, as they are logged at the start. */
  public String report() {
    StringBuilder text = new StringBuilder(256)
        .append("the endpoints of Gatehouse, and of the application, in this order:");
    for (RouteRules.Rule rule : rules.rules()) {
      String conditions = rule.demand().words();
      text.append("\n  ").append(rule.route()).append(": ");
      text.append(conditions.isEmpty() ? "everybody" : conditions);
    }
    return text.append("\n  everything else: nobody").toString();
  }

  private static String conditions(List<Requirement> requirements, Principal.Kind kind) {
    if (!requirements.stream().allMatch(requirement -> requirement.admits(kind))) {
      return NEVER;
    }
    String words = requirements.stream()
        .filter(requirement ->
            !(requirement instanceof Authenticated || requirement instanceof CallerKind))
        .map(Requirement::toString)
        .collect(Collectors.joining(", "));
    return words.isEmpty() ? "yes" : words;
  }

  @Override
  public String toString() {
    return text();
  }
}
