package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtpauthUriTest {
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  @Test
  void isWhatAuthenticatorAppsExpect() {
    assertThat(OtpauthUri.of("Field Notes", "alice@example.com", SECRET))
        .isEqualTo("otpauth://totp/Field%20Notes:alice%40example.com?secret=" + SECRET
            + "&issuer=Field%20Notes&algorithm=SHA1&digits=6&period=30");
  }

  @ParameterizedTest
  @DisplayName("OTP-13: names cannot break out, and are read back as they were")
  @ValueSource(
      strings = {
        "Foo:Bar?secret=AAAA&issuer=x",
        "100%",
        "%20",
        "a b+c",
        "Zürich 😀",
        "../..//@#[]",
        "\"><script>"
      })
  void namesAreReadBackAsTheyWere(String name) {
    String uri = OtpauthUri.of(name, name, SECRET);
    assertThat(URI.create(uri).toString()).isEqualTo(uri);
    assertThat(uri).doesNotContain("+", " ");
    String[] parts = uri.substring("otpauth://totp/".length()).split("[?]");
    assertThat(parts).hasSize(2);
    String[] label = parts[0].split(":");
    assertThat(label).hasSize(2).allSatisfy(part -> assertThat(read(part)).isEqualTo(name));
    Map<String, String> parameters = Arrays.stream(parts[1].split("&"))
        .map(pair -> pair.split("="))
        .collect(Collectors.toMap(pair -> pair[0], pair -> read(pair[1])));
    assertThat(parameters)
        .containsOnlyKeys("secret", "issuer", "algorithm", "digits", "period")
        .containsEntry("secret", SECRET)
        .containsEntry("issuer", name);
  }

  private static String read(String escaped) {
    return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
  }
}
