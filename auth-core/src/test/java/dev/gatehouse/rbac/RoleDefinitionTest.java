package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoleDefinitionTest {

  @Test
  void collectsWhatItIsToldInOrder() {
    RoleDefinition role = RoleDefinition.of("accountant")
        .describedAs("Keeps the books")
        .permitting("invoices:write")
        .permitting("invoices:read", "invoices:write")
        .including("viewer")
        .including("clerk");
    assertThat(role.permissions())
        .containsExactly(Permission.parse("invoices:read"), Permission.parse("invoices:write"));
    assertThat(role.includes()).containsExactly("clerk", "viewer");
  }

  @ParameterizedTest
  @DisplayName("ADM-08: the name of a role is no place for mark-up:")
  @ValueSource(
      strings = {
        "", " ", "A", "a b", "-a", ".a", "a:b", "<b>", "=cmd()", "ä", "a\n", "a\u0000", "a/b"
      })
  void refusesANameThatIsNone(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> RoleDefinition.of(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoleDefinition.of("ok").including(name));
  }

  @Test
  @DisplayName("RBAC-02: what one role holds is bounded")
  void boundsEverything() {
    assertThat(RoleDefinition.of("a".repeat(64)).name()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> RoleDefinition.of("a".repeat(65)));
    assertThat(permitting(1000).permissions()).hasSize(1000);
    assertThatIllegalArgumentException().isThrownBy(() -> permitting(1001));
    assertThat(including(100).includes()).hasSize(100);
    assertThatIllegalArgumentException().isThrownBy(() -> including(101));
    assertThat(RoleDefinition.of("a").describedAs("d".repeat(500)).description())
        .hasSize(500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoleDefinition.of("a").describedAs("d".repeat(501)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoleDefinition.of("a").describedAs("two\nlines"));
    assertThatIllegalArgumentException()
        .as("no database keeps half a character")
        .isThrownBy(() -> RoleDefinition.of("a").describedAs("half \ud83e"));
  }

  private static RoleDefinition permitting(int count) {
    return RoleDefinition.of("a")
        .permitting(IntStream.range(0, count).mapToObj(i -> "r:a" + i).toArray(String[]::new));
  }

  private static RoleDefinition including(int count) {
    return RoleDefinition.of("a")
        .including(IntStream.range(0, count).mapToObj(i -> "r" + i).toArray(String[]::new));
  }
}
