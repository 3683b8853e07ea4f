package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathGuardTest {

  @ParameterizedTest
  @DisplayName("PATH-01 to PATH-12 refuses targets that can be read in two ways")
  @ValueSource(
      strings = {
        "/./admin",
        "/admin/.",
        "/x/../admin",
        "/..",
        "//admin",
        "/admin//users",
        "///admin",
        "/admin//",
        "/admin;x=1/users",
        "/admin;/",
        "/;/admin",
        "/public;/../admin",
        "/public/..;/admin",
        "/public/..%2fadmin",
        "/public/%2e%2e/admin",
        "/%252e%252e/admin",
        "%2fadmin",
        "/admin%2fusers",
        "/admin%2Fusers",
        "/%5cadmin",
        "/\\admin",
        "/%c0%ae/admin",
        "/%c0%af/admin",
        "/%e0%80%af",
        "/%f0%80%80%af",
        "/%ef%bc%8fadmin",
        "/%ef%bc%8e%ef%bc%8e/admin",
        "/%ef%bc%9b",
        "/%ef%bc%bc",
        "/%e2%80%a6",
        "/admin%00",
        "/admin%00.css",
        "/admin%3b.css",
        "/admin%3Bx",
        "/admin%3f",
        "/admin%23",
        "/admin%2e",
        "/admin%0a",
        "/admin/index%0d%0a",
        "/admin%0b",
        "/admin%1f",
        "/admin%7f",
        "/admin%c2%85",
        "/admin%e2%80%a8",
        "/admin%09",
        "/admin%",
        "/admin%4",
        "/admin%zz",
        "/admin%u0061",
        "/admin%\uff11\uff11",
        "/adm\u00edn",
        "/admin\n",
        "/admin ",
        "/ad<min",
        "/ad{min}",
        "",
        "*",
        "admin",
        "http://evil/admin",
        "/%ed%a0%80",
        "/%fe"
      })
  void refuses(String target) {
    FakeRequest request = FakeRequest.get("/admin").raw(target).decodedAs("/admin");
    assertThatThrownBy(() -> PathGuard.check(request))
        .isInstanceOfSatisfying(
            AuthException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.AMBIGUOUS_PATH));
  }

  @ParameterizedTest
  @DisplayName("PATH-01 to PATH-12 refuses what a container made of a target, if it is ambiguous")
  @ValueSource(
      strings = {
        "/admin;x",
        "/ad%6din",
        "/a//b",
        "/a/../b",
        "/a/.",
        "/a\\b",
        "/a\u0000",
        "/a\u0085",
        "/a\u2029",
        "/a\uff0fb",
        "admin",
        ""
      })
  void refusesAnAmbiguousDecodedPath(String path) {
    FakeRequest request = FakeRequest.get("/x").decodedAs(path);
    assertThatThrownBy(() -> PathGuard.check(request)).isInstanceOf(AuthException.class);
  }

  @ParameterizedTest
  @DisplayName("PATH-06 takes targets that everybody reads the same way")
  @CsvSource({
    "/, /",
    "/admin, /admin",
    "/admin/, /admin/",
    "/%61dmin, /admin",
    "/adm%69n, /admin",
    "/app/admin, /admin",
    "/a%20b, /a b",
    "/caf%C3%A9, /café",
    "/%E6%97%A5%E6%9C%AC, /日本",
    "/a.b/c~d_e-f, /a.b/c~d_e-f",
    "/a..b, /a..b",
    "/a:b@c!$&'()*+=, '/a:b@c!$&''()*+='",
    "/docs/, /docs/index.html"
  })
  void takes(String raw, String path) {
    FakeRequest request = FakeRequest.get(path).raw(raw.replace("''", "'"));
    PathGuard.check(request);
    assertThat(request.path()).isEqualTo(path);
  }

  @Test
  void refusesAPathThatTheContainerDecodedToSomethingElse() {
    FakeRequest request = FakeRequest.get("/admin").raw("/public");
    assertThatThrownBy(() -> PathGuard.check(request)).hasMessageContaining("by the container");
  }
}
