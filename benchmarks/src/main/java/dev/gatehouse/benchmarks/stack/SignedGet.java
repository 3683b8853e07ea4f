package dev.gatehouse.benchmarks.stack;

import dev.gatehouse.http.HttpRequest;
import java.util.List;

/** A GET request of somebody who presents an access token, as an adapter would hand it to the gate. */
public record SignedGet(String path, String token) implements HttpRequest {
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
    return name.equalsIgnoreCase("Authorization") ? List.of("Bearer " + token) : List.of();
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
