package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any call with a bearer token. */
record Call(String method, String path, String token) implements HttpRequest {
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
      case "Authorization" -> List.of("Bearer " + token);
      case "Content-Type" -> List.of("application/json");
      default -> List.of();
    };
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.50";
  }

  @Override
  public byte[] body(int limit) {
    return "{}".getBytes(StandardCharsets.UTF_8);
  }
}
