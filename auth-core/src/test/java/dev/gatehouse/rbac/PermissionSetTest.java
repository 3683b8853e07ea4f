package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PermissionSetTest {
  private static final List<String> SEGMENTS = List.of("a", "b", "c", "*");

  @Test
  void noneAllowsNothing() {
    assertThat(PermissionSet.none().isEmpty()).isTrue();
    assertThat(PermissionSet.none().implies(Permission.parse("a:b"))).isFalse();
    assertThat(PermissionSet.none()).isEqualTo(PermissionSet.of(List.of()));
  }

  @Test
  void showsThePermissionsAsTheyWereGranted() {
    Set<Permission> granted = Set.of(Permission.parse("b:*"), Permission.parse("a:b"));
    assertThat(PermissionSet.of(granted).permissions())
        .containsExactly(Permission.parse("a:b"), Permission.parse("b:*"));
  }

  @Test
  void allOfAWildcardIsNotImpliedByEverySinglePermission() {
    PermissionSet set = PermissionSet.of(List.of(Permission.parse("a:b"), Permission.parse("a:c")));
    assertThat(set.implies(Permission.parse("a:*"))).isFalse();
  }

  @Test
  void everythingIsWhatNoNewPermissionCanEscape() {
    assertThat(PermissionSet.of(grants("*:*", "*:*:*")).isEverything()).isTrue();
    assertThat(PermissionSet.of(grants("*:*")).isEverything()).isFalse();
    assertThat(PermissionSet.of(grants("*:*:*", "a:*")).isEverything()).isFalse();
  }

  private static List<Permission> grants(String... texts) {
    return List.of(texts).stream().map(Permission::parse).toList();
  }

  @Test
  void moreBitsThanOneWordHoldsAreKeptApart() {
    List<Permission> declared = IntStream.range(0, 200)
        .mapToObj(i -> Permission.parse("r" + i + ":read"))
        .toList();
    Set<Permission> held = new HashSet<>();
    for (int i = 0; i < declared.size(); i += 3) {
      held.add(declared.get(i));
    }
    PermissionSet set = PermissionSet.compile(held, new PermissionIndex(declared));
    assertThat(declared)
        .allSatisfy(one -> assertThat(set.implies(one)).isEqualTo(held.contains(one)));
  }

  @Test
  void aQuestionMakesNoGarbage() {
    List<Permission> declared = IntStream.range(0, 200)
        .mapToObj(i -> Permission.parse("r" + i + ":read"))
        .toList();
    PermissionSet set =
        PermissionSet.compile(declared.subList(0, 100), new PermissionIndex(declared));
    List<Permission> questions = new ArrayList<>(declared);
    IntStream.range(0, 200)
        .mapToObj(i -> Permission.parse("r" + i + ":read:scope-" + i))
        .forEach(questions::add);
    Permission[] asked = questions.toArray(Permission[]::new);
    int warm = granted(set, asked, 200);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      int again = granted(set, asked, 200);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertThat(again).isEqualTo(warm);
    }
    // 80,000 questions; a single byte for each would be a hundred times this.
    assertThat(least).isLessThan(1_000);
  }

  private static int granted(PermissionSet set, Permission[] asked, int rounds) {
    int granted = 0;
    for (int round = 0; round < rounds; round++) {
      for (Permission permission : asked) {
        granted += set.implies(permission) ? 1 : 0;
      }
    }
    return granted;
  }
}
