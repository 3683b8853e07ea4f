package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A request to one of our endpoints. */
record Asked(String method, String path, String json, Optional<Secret> bearer)
    implements HttpRequest {

  static Asked post(String path, String json) {
    return new Asked("POST", "/auth" + path, json, Optional.empty());
  }

  Asked as(Secret token) {
    return new Asked(method, path, json, Optional.of(token));
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
      case "Authorization" ->
        bearer.map(token -> "Bearer " + token.reveal()).stream().toList();
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
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
