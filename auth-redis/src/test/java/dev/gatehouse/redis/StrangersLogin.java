package dev.gatehouse.redis;

import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A login from an address, each time as somebody else whom nobody knows. */
record StrangersLogin(String remoteAddress) implements HttpRequest {
  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/auth/login";
  }

  @Override
  public String rawPath() {
    return path();
  }

  @Override
  public List<String> query(String name) {
    return List.of();
  }

  @Override
  public List<String> headers(String name) {
    return name.equals("Content-Type") ? List.of("application/json") : List.of();
  }

  @Override
  public byte[] body(int limit) {
    return ("{\"login\":\"" + UUID.randomUUID() + "@example.com\",\"password\":\"wrong\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
