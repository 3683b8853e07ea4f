package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.net.Cidr;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {
  private static final HttpSettings SETTINGS =
      HttpSettings.of(URI.create("https://app.example.com"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com",
        "http://localhost.evil.com",
        "ftp://localhost",
        "/auth",
        "https:///x",
        "https://u@h",
        "https://h?x",
        "https://h#x",
        "mailto:a@b"
      })
  void refusesABaseUrlThatWouldExposeCookies(String url) {
    assertThatThrownBy(() -> HttpSettings.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:80", "https://h/app"})
  void takesABaseUrlThatDoesNot(String url) {
    assertThat(HttpSettings.of(URI.create(url)).path()).isEqualTo("/auth");
  }

  @ParameterizedTest
  @DisplayName("CORS-02 refuses a wildcard and everything else that is not one origin")
  @ValueSource(
      strings = {
        "*",
        "null",
        "https://*.example.com",
        "https://app.example.com/",
        "https://App.example.com",
        "https://a:443",
        "http://a:80",
        "app.example.com",
        "https://u@a",
        "https://",
        "https://a b",
        ""
      })
  void refusesATrustedOrigin(String origin) {
    assertThatThrownBy(() -> SETTINGS.withTrustedOrigins(List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "auth", "/auth/", "/a//b", "/a/..", "/./a", "/a*", "/a{x}", "/a b"})
  void refusesAPathOfTheEndpoints(String path) {
    assertThatThrownBy(() -> SETTINGS.withPath(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesProxiesWithoutAHeaderAndAHeaderWithoutProxies() {
    assertThatThrownBy(() ->
            SETTINGS.withTrustedProxies(List.of(Cidr.parse("10.0.0.0/8")), ForwardedHeader.NONE))
        .hasMessageContaining("both or neither");
    assertThatThrownBy(() -> SETTINGS.withTrustedProxies(List.of(), ForwardedHeader.FORWARDED))
        .hasMessageContaining("both or neither");
  }

  @Test
  void refusesAHeaderThatWouldAddAnother() {
    assertThatThrownBy(() -> new Header("X", "a\r\nSet-Cookie: b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
