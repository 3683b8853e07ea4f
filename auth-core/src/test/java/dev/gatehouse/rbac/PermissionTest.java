package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RBAC-01: the grammar of permissions is exact")
final class PermissionTest {
  private static final String LONGEST = "a".repeat(64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b",
        "a:b:c",
        "invoices:read",
        "auth.api-keys:read",
        "x_1:y.2:z-3",
        "*:*",
        "*:*:*",
        "a:*",
        "*:b",
        "a:b:*",
        "a:*:c",
        "0:0",
        "-:.",
        "a:b:own"
      })
  void readsAndWritesTheSameText(String text) {
    assertThat(Permission.parse(text).text()).isEqualTo(text);
    assertThat(Permission.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a",
        "a:",
        ":b",
        "a::c",
        "a:b:",
        "a:b:c:d",
        "a:b:c:",
        "::",
        "A:b",
        "a:B",
        "a:b:C",
        "a b:c",
        " a:b",
        "a:b ",
        "a:b\n",
        "a:\tb",
        "a:b*",
        "*a:b",
        "a:**",
        "a,b:c",
        "a:b,c",
        "а:b",
        "a:ｂ",
        "a:b\u0000",
        "ı:x",
        "a;b:c",
        "a/b:c",
        "%61:b",
        "a:b\u200b",
        "a\u00ad:b"
      })
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Permission.parse(text));
  }

  @Test
  void boundsTheLengthOfASegment() {
    assertThat(Permission.parse(LONGEST + ":" + LONGEST + ":" + LONGEST).scope())
        .contains(LONGEST);
    assertThatIllegalArgumentException().isThrownBy(() -> Permission.parse("a:" + LONGEST + "a"));
  }

  @Test
  void theConstructorLetsNothingThroughThatTheTextCouldNotSay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Permission("a:b", "c", Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Permission("a", "b", Optional.of("c:d")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Permission("a", "b", Optional.of("")));
  }

  @Test
  void aRefusalShowsNoControlCharactersAndNoMoreThanItMust() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Permission.parse("a\r\nforged: log" + "x".repeat(10_000)))
        .satisfies(refused ->
            assertThat(refused.getMessage()).hasSizeLessThan(200).doesNotContain("\r", "\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "a:b, a:b, true",
    "a:*, a:b, true",
    "*:b, a:b, true",
    "*:*, a:b, true",
    "*:*, a:*, true",
    "a:b, a:*, false",
    "a:b, *:b, false",
    "a:*, *:*, false",
    "a:b, a:c, false",
    "a:b, c:b, false",
    "a:b, a:bb, false",
    "a:b, a:b:c, false",
    "a:*, a:b:c, false",
    "*:*, a:b:c, false",
    "a:b:c, a:b, false",
    "a:b:*, a:b, false",
    "*:*:*, a:b, false",
    "a:b:*, a:b:c, true",
    "a:*:c, a:b:c, true",
    "a:*:c, a:b:d, false",
    "*:b:c, a:b:c, true",
    "*:*:*, a:b:c, true",
    "a:b:c, a:b:c, true",
    "a:b:c, a:b:*, false"
  })
  void aStarStandsForExactlyOneSegment(String held, String asked, boolean implied) {
    assertThat(Permission.parse(held).implies(Permission.parse(asked))).isEqualTo(implied);
  }
}
