package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.HttpRequest;
import java.util.List;

/** A request that a browser sends from the application's own page, with a cookie. */
record WithCookie(Sent sent, String cookie) implements HttpRequest {
  @Override
  public String method() {
    return sent.method();
  }

  @Override
  public String path() {
    return sent.path();
  }

  @Override
  public String rawPath() {
    return sent.rawPath();
  }

  @Override
  public List<String> query(String name) {
    return sent.query(name);
  }

  @Override
  public List<String> headers(String name) {
    return switch (name) {
      case "Cookie" -> List.of(cookie);
      case "Sec-Fetch-Site" -> List.of("same-origin");
      default -> sent.headers(name);
    };
  }

  @Override
  public String remoteAddress() {
    return sent.remoteAddress();
  }

  @Override
  public byte[] body(int limit) {
    return sent.body(limit);
  }
}
