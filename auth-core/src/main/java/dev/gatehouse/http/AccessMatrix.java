package dev.gatehouse.http;

import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.guard.Closed;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.principal.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which kinds of callers may ask for which routes, and on what conditions. Its text is the same for the same rules: kept
 * beside the code and compared by a test, it shows a reviewer every change of access.
 */
public final class AccessMatrix {
  private static final String NEVER = "-";

  private final List<Row> rows = new ArrayList<>();

  private record Row(String route, List<Requirement> requirements) {}

  AccessMatrix(List<Endpoint> endpoints, RouteRules rules) {
    endpoints.forEach(
        endpoint -> rows.add(new Row(endpoint.route().toString(), endpoint.requirements())));
    rules.rules().forEach(rule -> rows.add(new Row(rule.route().toString(), rule.requirements())));
    rows.add(new Row("everything else", List.of(new Closed())));
  }

  /** Returns a table in Markdown: our own endpoints, then the rules of the host in the order they are tried. */
  public String text() {
    StringBuilder text = new StringBuilder(1024);
    text.append("| route |");
    for (Principal.Kind kind : Principal.Kind.values()) {
      text.append(' ').append(kind.name().toLowerCase(java.util.Locale.ROOT)).append(" |");
    }
    text.append("\n|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| ").append(row.route()).append(" | ");
      text.append(Stream.of(Principal.Kind.values())
          .map(kind -> cell(row.requirements(), kind))
          .collect(Collectors.joining(" | ")));
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String cell(List<Requirement> requirements, Principal.Kind kind) {
    if (!requirements.stream().allMatch(requirement -> requirement.admits(kind))) {
      return NEVER;
    }
    String conditions = requirements.stream()
        .filter(requirement ->
            !(requirement instanceof Authenticated || requirement instanceof CallerKind))
        .map(Requirement::toString)
        .collect(Collectors.joining(", "));
    return conditions.isEmpty() ? "yes" : conditions;
  }

  @Override
  public String toString() {
    return text();
  }
}
