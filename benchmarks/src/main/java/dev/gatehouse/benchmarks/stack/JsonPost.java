package dev.gatehouse.benchmarks.stack;

import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A POST request with a JSON body, as an adapter would hand it to the gate.
 *
 * @param path below the application, for example {@code /auth/login}
 */
public record JsonPost(String path, String json) implements HttpRequest {
  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "user-agent", "benchmark");

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String rawPath() {
    return path;
  }

  @Override
  public List<String> query(String name) {
    return List.of();
  }

  @Override
  public List<String> headers(String name) {
    String value = HEADERS.get(name.toLowerCase(Locale.ROOT));
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.1";
  }

  @Override
  public byte[] body(int limit) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
