package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class RoleGraphTest {
  private static final List<String> RESOURCES = List.of("a", "b", "c");
  private static final List<String> ACTIONS = List.of("read", "write", "drop");
  private static final PermissionCatalogue CATALOGUE = PermissionCatalogue.of(
      Stream.concat(declared(), Stream.of("docs:read:*")).map(Permission::parse).toList());

  private static Stream<String> declared() {
    return RESOURCES.stream()
        .flatMap(resource -> ACTIONS.stream().map(action -> resource + ":" + action));
  }

  static RoleGraph graph(RoleDefinition... roles) {
    return new RoleGraph(
        new UUID(0, 1),
        Stream.of(roles).map(role -> new Role(role, Role.Origin.CUSTOM, 0)).toList(),
        CATALOGUE);
  }

  @Test
  void aRoleGrantsWhatItIncludesHoweverFarAway() {
    RoleGraph graph = graph(
        RoleDefinition.of("top").including("middle"),
        RoleDefinition.of("middle").permitting("a:write").including("bottom"),
        RoleDefinition.of("bottom").permitting("b:*"));
    PermissionSet top = graph.permissions(Set.of("top"));
    assertThat(top.implies(Permission.parse("a:write"))).isTrue();
    assertThat(top.implies(Permission.parse("b:drop"))).isTrue();
    assertThat(graph.permissions(Set.of("bottom")).implies(Permission.parse("a:write")))
        .isFalse();
    assertThat(graph.reach(Set.of("top"))).containsExactly("top", "middle", "bottom");
  }

  @Test
  @DisplayName("RBAC-06: a role that is not there grants nothing, and takes nothing away")
  void unknownRolesGrantNothing() {
    RoleGraph graph = graph(RoleDefinition.of("viewer").permitting("a:read").including("gone"));
    assertThat(graph.permissions(Set.of("nobody")).isEmpty()).isTrue();
    assertThat(graph.reach(Set.of("nobody"))).isEmpty();
    assertThat(graph.permissions(Set.of("viewer", "nobody")).permissions())
        .containsExactly(Permission.parse("a:read"));
  }

  @RepeatedTest(200)
  @DisplayName("RBAC-01: compiled roles answer like a walk through them for every single question")
  void agreesWithTheNaiveEvaluator(RepetitionInfo round) {
    Random random = new Random(round.getCurrentRepetition());
    RoleDefinition[] roles = randomRoles(random);
    RoleGraph graph = graph(roles);
    for (int i = 0; i < 10; i++) {
      Set<String> assigned = new HashSet<>();
      IntStream.range(0, random.nextInt(4))
          .forEach(n -> assigned.add("role" + random.nextInt(roles.length + 1)));
      Stream.concat(declared(), Stream.of("docs:read:x", "docs:read:y", "a:*", "*:*"))
          .map(Permission::parse)
          .forEach(asked -> assertThat(graph.permissions(assigned).implies(asked))
              .as("%s of %s: %s", assigned, List.of(roles), asked)
              .isEqualTo(naive(roles, assigned, asked, 0)));
    }
  }

  private static boolean naive(
      RoleDefinition[] roles, Set<String> assigned, Permission asked, int depth) {
    // Deeper than there are roles is a cycle.
    return depth <= roles.length
        && Stream.of(roles)
            .filter(role -> assigned.contains(role.name()))
            .anyMatch(role -> role.permissions().stream().anyMatch(held -> held.implies(asked))
                || naive(roles, role.includes(), asked, depth + 1));
  }

  /** Cycles among them: no write lets one in, but nobody hangs on one either. */
  private static RoleDefinition[] randomRoles(Random random) {
    int count = 1 + random.nextInt(7);
    RoleDefinition[] roles = new RoleDefinition[count];
    for (int i = 0; i < count; i++) {
      RoleDefinition role = RoleDefinition.of("role" + i);
      for (int n = random.nextInt(3); n > 0; n--) {
        role = role.permitting(randomGrant(random));
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        role = role.including("role" + random.nextInt(count));
      }
      roles[i] = role;
    }
    return roles;
  }

  private static String randomGrant(Random random) {
    List<String> resources = List.of("a", "b", "c", "*");
    List<String> actions = List.of("read", "write", "drop", "*");
    String grant = resources.get(random.nextInt(4)) + ":" + actions.get(random.nextInt(4));
    return random.nextInt(4) == 0 ? "docs:read:" + List.of("x", "*").get(random.nextInt(2)) : grant;
  }

  @Test
  void explainsByTheShortestWayToEveryRoleThatGrantsIt() {
    RoleGraph graph = graph(
        RoleDefinition.of("chief").including("clerk", "viewer"),
        RoleDefinition.of("clerk").permitting("a:*").including("viewer"),
        RoleDefinition.of("viewer").permitting("a:read"),
        RoleDefinition.of("other").permitting("a:read"));
    assertThat(graph.ways(Set.of("chief"), Permission.parse("a:read")))
        .containsExactlyInAnyOrder(
            new Explanation.Grant(List.of("chief", "clerk"), Permission.parse("a:*")),
            new Explanation.Grant(List.of("chief", "viewer"), Permission.parse("a:read")));
    assertThat(graph.ways(Set.of("chief"), Permission.parse("b:read"))).isEmpty();
    assertThat(graph.ways(Set.of("nobody"), Permission.parse("a:read"))).isEmpty();
  }

  @Test
  void namesTheMostModestRoleFirst() {
    RoleGraph graph = graph(
        RoleDefinition.of("all").permitting("*:*", "*:*:*"),
        RoleDefinition.of("writer").permitting("a:write", "a:read", "b:read"),
        RoleDefinition.of("small").permitting("a:write"));
    assertThat(graph.rolesThatAllow(Permission.parse("a:write")))
        .containsExactly("small", "writer", "all");
    assertThat(graph.rolesThatAllow(Permission.parse("c:drop"))).containsExactly("all");
  }

  @Test
  @DisplayName("RBAC-02: a chain of 1,000 roles and a cycle in the data end every walk")
  void survivesWhatNoWriteLetsIn() {
    RoleDefinition[] chain = IntStream.range(0, 1000)
        .mapToObj(i -> RoleDefinition.of("role" + i).including("role" + (i + 1) % 1000))
        .toArray(RoleDefinition[]::new);
    chain[999] = chain[999].permitting("a:read");
    RoleGraph graph = graph(chain);
    assertThat(graph.permissions(Set.of("role0")).implies(Permission.parse("a:read")))
        .isTrue();
    assertThat(graph.ways(Set.of("role0"), Permission.parse("a:read")).get(0).roles())
        .hasSize(1000);
  }

  @Test
  @DisplayName("RBAC-02: 10,000 roles with 100,000 permissions are loaded and asked in seconds")
  void managesALargeInstallation() {
    List<RoleDefinition> roles = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int role = i;
      RoleDefinition definition = RoleDefinition.of("role" + i)
          .permitting(IntStream.range(0, 10)
              .mapToObj(n -> "docs:read:s" + role + "-" + n)
              .toArray(String[]::new));
      roles.add(i < 7 ? definition : definition.including("role" + i % 7));
    }
    RoleGraph graph = graph(roles.toArray(RoleDefinition[]::new));
    Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
      for (int i = 7; i < 10_000; i++) {
        PermissionSet set = graph.permissions(Set.of("role" + i));
        assertThat(set.implies(Permission.parse("docs:read:s" + i + "-9"))).isTrue();
        assertThat(set.implies(Permission.parse("docs:read:s" + (i + 1) + "-9")))
            .isFalse();
      }
    });
  }
}
