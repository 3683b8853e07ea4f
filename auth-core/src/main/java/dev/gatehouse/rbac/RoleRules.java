package dev.gatehouse.rbac;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a role must fulfil among the others: known permissions, known roles, no cycle, no chain that is too long. */
final class RoleRules {
  /** How many roles may stand in a chain of includes. */
  static final int LONGEST_CHAIN = 8;

  private final PermissionCatalogue catalogue;

  /** Something wrong with a definition, for people and for programs. */
  record Flaw(String pointer, String code, String detail) {}

  RoleRules(PermissionCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Refuses a definition that has a flaw.
   *
   * @param after the graph with the role in it
   */
  void require(RoleDefinition definition, RoleGraph after) {
    List<Flaw> flaws = flaws(definition, after);
    if (!flaws.isEmpty()) {
      throw refusal(flaws);
    }
  }

  static AuthException refusal(List<Flaw> flaws) {
    return new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
        .with(
            "errors",
            flaws.stream()
                .map(flaw ->
                    Map.of("pointer", flaw.pointer(), "code", flaw.code(), "detail", flaw.detail()))
                .toList());
  }

  List<Flaw> flaws(RoleDefinition definition, RoleGraph after) {
    List<Flaw> flaws = new ArrayList<>();
    definition.permissions().stream()
        .filter(permission -> !catalogue.knows(permission))
        .forEach(permission -> flaws.add(
            new Flaw("/permissions", "unknown_permission", catalogue.unknown(permission))));
    definition.includes().stream()
        .filter(name -> after.find(name).isEmpty())
        .forEach(
            name -> flaws.add(new Flaw("/includes", "unknown_role", unknownRole(name, after))));
    shape(definition.name(), after.hierarchy(), flaws);
    return flaws;
  }

  private static void shape(String name, Hierarchy hierarchy, List<Flaw> flaws) {
    if (hierarchy.isOnACycle(name)) {
      flaws.add(new Flaw("/includes", "cycle", "the role " + name + " would include itself"));
      return;
    }
    int chain = hierarchy.height(name) + hierarchy.reversed().height(name) - 1;
    if (chain > LONGEST_CHAIN) {
      flaws.add(new Flaw(
          "/includes",
          "too_deep",
          "a chain of included roles has at most " + LONGEST_CHAIN + ", would have " + chain));
    }
  }

  private static String unknownRole(String name, RoleGraph graph) {
    List<String> others = graph.roles().stream().map(Role::name).toList();
    return "there is no role " + name
        + Spelling.nearest(name, others)
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }
}
