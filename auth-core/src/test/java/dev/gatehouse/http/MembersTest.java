package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
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

  private static Members of(String json) {
    return new Members(Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
