package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersTest {

  @ParameterizedTest
  @DisplayName("HTTP-11 a password is a text of at least one character and nothing else")
  @ValueSource(strings = {"true", "[]", "{}", "1", "null", "\"\"", "[\"a@x\"]"})
  void refusesOtherTypes(String value) {
    Members members = of("{\"password\":" + value + "}");
    members.secret("password");
    assertThatThrownBy(members::check).isInstanceOfSatisfying(AuthException.class, refusal -> {
      assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
      assertThat(refusal.details().toString()).contains("pointer=/password");
    });
  }

  @Test
  void refusesEverythingThatIsWrongAtOnce() {
    Members members = of("{\"email\":1,\"delivery\":\"pigeon\"}");
    members.text("email");
    members.text("name");
    members.choice("delivery", Delivery.class);
    AuthException refusal = catchThrowableOfType(AuthException.class, members::check);
    List<?> errors = (List<?>) refusal.details().get("errors");
    assertThat(errors).hasSize(3);
    assertThat(errors.get(0))
        .isEqualTo(Map.of("pointer", "/email", "code", "not_text", "detail", "Must be a string."));
    assertThat(errors.toString()).contains("/name", "required", "/delivery", "cookie, token");
  }

  @Test
  void takesATextOfTheGreatestLengthAndNoLonger() {
    assertThat(of("{\"a\":\"" + "x".repeat(1_000) + "\"}").text("a")).hasSize(1_000);
    Members members = of("{\"a\":\"" + "x".repeat(1_001) + "\"}");
    members.text("a");
    assertThatThrownBy(members::check).isInstanceOf(AuthException.class);
  }

  @Test
  void takesNullForAbsentWhereAMemberIsOptional() {
    Members members = of("{\"name\":null}");
    assertThat(members.optionalText("name")).isEmpty();
    assertThat(members.optionalText("other")).isEmpty();
    members.check();
  }

  @Test
  void readsListsSpansInstantsNumbersAndFlags() {
    Members members = of(
        "{\"l\":[\"1\",\"2\"],\"e\":[],\"s\":60,\"p\":\"P1DT2H\",\"i\":\"2030-01-31T12:00:00Z\",\"n\":7,\"f\":true}");
    assertThat(members.list("l", Integer::valueOf)).containsExactly(1, 2);
    assertThat(members.optionalList("e", Integer::valueOf)).contains(List.of());
    assertThat(members.duration("s")).contains(Duration.ofMinutes(1));
    assertThat(members.duration("p")).contains(Duration.ofHours(26));
    assertThat(members.instant("i")).contains(Instant.parse("2030-01-31T12:00:00Z"));
    assertThat(members.number("n")).contains(7L);
    assertThat(members.flag("f")).contains(true);
    for (String missing : List.of("x", "y")) {
      assertThat(members.optionalList(missing, Integer::valueOf)).isEmpty();
      assertThat(members.duration(missing)).isEmpty();
      assertThat(members.instant(missing)).isEmpty();
      assertThat(members.number(missing)).isEmpty();
      assertThat(members.flag(missing)).isEmpty();
    }
    members.check();
  }

  @ParameterizedTest
  @DisplayName("HTTP-11 what is of another type is refused, once per member:")
  @ValueSource(
      strings = {
        "7.5",
        "{}",
        "[[]]",
        "[1]",
        "[\"x\"]",
        "[null]",
        "\"x\"",
        "\"P1Y\"",
        "\"a\\u0000b\""
      })
  void refusesOtherTypesOfEveryKind(String value) {
    Members members =
        of("{\"list\":V,\"span\":V,\"at\":V,\"count\":V,\"on\":V}".replace("V", value));
    assertThat(members.list("list", Integer::valueOf)).isEmpty();
    assertThat(members.duration("span")).isEmpty();
    assertThat(members.instant("at")).isEmpty();
    assertThat(members.number("count")).isEmpty();
    assertThat(members.flag("on")).isEmpty();
    AuthException refusal = catchThrowableOfType(AuthException.class, members::check);
    assertThat((List<?>) refusal.details().get("errors")).hasSize(5);
  }

  @Test
  void aLineIsOneLineAndAListHasAnEnd() {
    assertThat(of("{\"a\":\"xx\"}").line("a", 2)).isEqualTo("xx");
    for (String bad : List.of("\"xxx\"", "\"\"", "null", "\"a\\nb\"", "\"\\u007f\"")) {
      Members members = of("{\"a\":" + bad + "}");
      members.line("a", 2);
      assertThatThrownBy(members::check).as(bad).isInstanceOf(AuthException.class);
    }
    Members long1001 = of("{\"a\":[" + "\"1\",".repeat(1_000) + "\"1\"]}");
    assertThat(long1001.list("a", Integer::valueOf)).isEmpty();
    assertThatThrownBy(long1001::check).isInstanceOf(AuthException.class);
  }

  @Test
  void whatCannotBeMadeIsRefusedWithTheReason() {
    AuthException refusal = catchThrowableOfType(
        AuthException.class, () -> of("{}").make(() -> Integer.valueOf("seven")));
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refusal.details().toString()).containsPattern("pointer=[,}]").contains("seven");
  }

  private static Members of(String json) {
    return new Members(Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
