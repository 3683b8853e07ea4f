package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTest {
  private static final int LIMIT = 64 * 1024;

  @Test
  void readsNamesAndValues() {
    Form form = read("a=1&b+c=d%20e%2B&%C3%A4=%e2%82%ac&empty=&bare&x==y");
    assertThat(form.text("a")).contains("1");
    assertThat(form.text("b c")).contains("d e+");
    assertThat(form.text("ä")).contains("€");
    assertThat(form.text("x")).contains("=y");
    assertThat(form.text("A")).isEmpty();
    assertThat(form.secret("a").orElseThrow().reveal()).isEqualTo("1");
  }

  @Test
  @DisplayName("RFC 6749, 3.2: a parameter without a value counts as left out")
  void aParameterWithoutAValueIsLeftOut() {
    Form form = read("empty=&bare");
    assertThat(form.text("empty")).isEmpty();
    assertThat(form.text("bare")).isEmpty();
    assertThat(read("").text("a")).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("RFC 6749, 3.2: no parameter twice, however it is spelled")
  @ValueSource(strings = {"a=1&a=1", "a=1&%61=2", "a&a", "a=&a=1", "x=1&a=2&x=3", "&", "a=1&&"})
  void refusesAParameterThatComesTwice(String body) {
    assertThat(code(body)).isEqualTo(ErrorCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%4",
        "a=%zz",
        "a=%+1",
        "a=%0",
        "a=%C3",
        "a=%C3%28",
        "a=%ED%A0%80",
        "a=%c0%80",
        "a=%00",
        "a=%0d%0ab",
        "a=%7f",
        "a=b c",
        "a=b\n",
        "a=\u00e4",
        "%00=1",
        "a=%\uFF11\uFF11"
      })
  void refusesBadEncoding(String body) {
    assertThat(code(body)).isEqualTo(ErrorCode.MALFORMED_REQUEST);
  }

  @Test
  void refusesTooManyParametersAndTooMuchOfThem() {
    assertThat(read(parameters(32)).text("p31")).contains("v");
    assertThat(code(parameters(33))).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    assertThat(read("a=" + "x".repeat(Form.MAX_BYTES - 2)).text("a")).isPresent();
    assertThat(code("a=" + "x".repeat(Form.MAX_BYTES - 1))).isEqualTo(ErrorCode.BODY_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-www-form-urlencoded | true",
        "Application/X-WWW-Form-Urlencoded | true",
        "application/x-www-form-urlencoded;charset=UTF-8 | true",
        "application/x-www-form-urlencoded; charset=\"utf-8\" | true",
        "application/x-www-form-urlencoded; charset=iso-8859-1 | false",
        "application/x-www-form-urlencoded; charset=utf-8; x=y | false",
        "application/json | false",
        "multipart/form-data; boundary=x | false",
        "text/plain | false"
      })
  void readsTheOneTypeOnly(String type, boolean read) {
    FakeRequest request = FakeRequest.of("POST", "/x").header("Content-Type", type);
    if (read) {
      assertThat(Form.read(request, LIMIT).text("a")).isEmpty();
    } else {
      assertThatThrownBy(() -> Form.read(request, LIMIT))
          .isInstanceOfSatisfying(
              AuthException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE));
    }
  }

  @Test
  void refusesTwoTypesNoneAndACompressedBody() {
    FakeRequest none = FakeRequest.of("POST", "/x");
    assertThatThrownBy(() -> Form.read(none, LIMIT)).isInstanceOf(AuthException.class);
    FakeRequest two = FakeRequest.of("POST", "/x").form("a=1").form("a=1");
    assertThatThrownBy(() -> Form.read(two, LIMIT)).isInstanceOf(AuthException.class);
    FakeRequest packed =
        FakeRequest.of("POST", "/x").form("a=1").header("Content-Encoding", "gzip");
    assertThatThrownBy(() -> Form.read(packed, LIMIT)).isInstanceOf(AuthException.class);
  }

  private static String parameters(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "=v").collect(Collectors.joining("&"));
  }

  private static Form read(String body) {
    return Form.read(FakeRequest.of("POST", "/x").form(body), LIMIT);
  }

  private static ErrorCode code(String body) {
    try {
      Form form = read(body);
      throw new AssertionError("was read: " + form);
    } catch (AuthException refusal) {
      return refusal.code();
    }
  }
}
