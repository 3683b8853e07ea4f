package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  @Test
  void readsEveryKindOfValue() {
    Map<String, Object> members = read(
        " {\"s\":\"\\u00e9\\n\\/\",\"n\":-12,\"d\":1.5e2,\"t\":true,\"f\":false,\"z\":null,\"a\":[1,[]],\"o\":{}}\n");
    assertThat(members)
        .containsEntry("s", "é\n/")
        .containsEntry("n", -12L)
        .containsEntry("d", 150.0)
        .containsEntry("t", true)
        .containsEntry("f", false)
        .containsEntry("z", JsonNull.NULL)
        .containsEntry("a", List.of(1L, List.of()))
        .containsEntry("o", Map.of());
  }

  @ParameterizedTest
  @DisplayName("HTTP-10 refuses what is not strict JSON")
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "1",
        "{",
        "}",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{\"a\":1}{}",
        "{\"a\":1}\u0000",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":5.}",
        "{\"a\":1e}",
        "{\"a\":0x1}",
        "{\"a\":-}",
        "{\"a\":1e400}",
        "{\"a\":-1e400}",
        "{\"a\":-0}",
        "{\"a\":-0.0}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":True}",
        "{\"a\":truex}",
        "{\"a\":nul}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":\"b}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"\\ud800\":1}",
        "/**/{}",
        "{/**/}",
        "{}//x",
        "# {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"a\":1,\"a\":1}}",
        "{\"a\":\"\\uff10\\uff1\"}",
        "\ufeff{}",
        "\u00a0{}",
        "{\"a\":\u0661}"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            AuthException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
  }

  @Test
  @DisplayName("HTTP-10 refuses the first level too deep, and a depth of 10,000 costs nothing")
  void boundsTheDepth() {
    assertThat(read("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")).hasSize(1);
    for (int depth : new int[] {32, 10_000}) {
      String deep = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      assertThatThrownBy(() -> read(deep)).hasMessageContaining("too deeply");
    }
  }

  @Test
  @DisplayName("HTTP-10 refuses bytes that are not UTF-8")
  void refusesBytesThatAreNotUtf8() {
    byte[][] hostile = {
      {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'},
      {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
      {'{', 0, '}', 0},
      {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0}
    };
    for (byte[] body : hostile) {
      assertThatThrownBy(() -> Json.read(body)).isInstanceOf(AuthException.class);
    }
  }

  @Test
  void boundsTheDigitsOfANumber() {
    assertThat(read("{\"a\":" + "9".repeat(64) + "}")).containsEntry("a", 1e64);
    assertThatThrownBy(() -> read("{\"a\":" + "9".repeat(65) + "}"))
        .isInstanceOf(AuthException.class);
  }

  @Test
  @DisplayName("HTTP-18 writes text so that no markup survives")
  void writesHarmlessText() {
    String written = Json.write(Map.of("a", List.of("<b>&\"\\\u2028\n\u0000", 1, true)));
    assertThat(written)
        .isEqualTo("{\"a\":[\"\\u003cb\\u003e\\u0026\\\"\\\\\\u2028\\u000a\\u0000\",1,true]}");
    assertThat(read(written)).containsEntry("a", List.of("<b>&\"\\\u2028\n\u0000", 1L, true));
  }

  private static Map<String, Object> read(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
