package dev.gatehouse.benchmarks.stack;

import dev.gatehouse.http.HttpRequest;
import java.util.List;

/**
 * A GET request as an adapter would hand it to the gate.
 *
 * @param authorization the header field of that name; empty if there is none
 */
public record Get(String path, String authorization) implements HttpRequest {
  @Override
  public String method() {
    return "GET";
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
    return switch (name) {
      case "Authorization" -> authorization.isEmpty() ? List.of() : List.of(authorization);
      case "User-Agent" -> List.of("benchmark");
      default -> List.of();
    };
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.1";
  }

  @Override
  public byte[] body(int limit) {
    return new byte[0];
  }
}
