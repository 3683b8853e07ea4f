package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BasicCredentialsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id:secret | id | secret",
        "a+b:c%3Ad | a b | c:d",
        "%C3%A4:s | ä | s",
        "id:a:b | id | a:b",
        "id: | id | ''",
        ": | '' | ''"
      })
  void formDecodesBothHalves(String pair, String id, String secret) {
    BasicCredentials read =
        BasicCredentials.of(request("Basic " + encode(pair))).orElseThrow();
    assertThat(read.id()).isEqualTo(id);
    assertThat(read.secret().reveal()).isEqualTo(secret);
    assertThat(read.toString()).doesNotContain("secret)");
  }

  @Test
  void takesTheSchemeInAnyCase() {
    assertThat(BasicCredentials.of(request("bAsIc  " + encode("id:s")))).isPresent();
    assertThat(BasicCredentials.of(FakeRequest.of("POST", "/x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Bearer aWQ6cw==",
        "Basic aWQ",
        "Basic !!!",
        "Basic aWQ6cw== x",
        "Basic aWQ6%zz",
        "",
        "Basic aWQ6cw==,Basic aWQ6cw=="
      })
  void anythingElseIsNoClient(String field) {
    assertThat(code(request(field))).isEqualTo(ErrorCode.INVALID_CLIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "id:%zz", "%:s", "id:\u0000", "id:a b"})
  void badPairsAreNoClient(String pair) {
    assertThat(code(request("Basic " + encode(pair)))).isEqualTo(ErrorCode.INVALID_CLIENT);
  }

  @Test
  void anOverlongFieldIsNoClient() {
    assertThat(code(request("Basic " + "A".repeat(4097)))).isEqualTo(ErrorCode.INVALID_CLIENT);
  }

  @Test
  void twoHeadersAreMalformed() {
    FakeRequest two = request("Basic " + encode("a:b")).header("Authorization", "Bearer x");
    assertThat(code(two)).isEqualTo(ErrorCode.MALFORMED_REQUEST);
  }

  private static FakeRequest request(String field) {
    return FakeRequest.of("POST", "/x").header("Authorization", field);
  }

  private static String encode(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static ErrorCode code(FakeRequest request) {
    assertThatThrownBy(() -> BasicCredentials.of(request)).isInstanceOf(AuthException.class);
    try {
      BasicCredentials.of(request).ifPresent(read -> assertThat(read).isNull());
      throw new AssertionError("was read");
    } catch (AuthException refusal) {
      return refusal.code();
    }
  }
}
