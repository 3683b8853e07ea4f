package dev.gatehouse.testkit.scenario;

import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/** A GET without a body, as an adapter would hand it over; each header is a name, a colon and a value. */
record PlainGet(String path, List<String> fields) implements HttpRequest {
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
    String start = name.toLowerCase(Locale.ROOT) + ": ";
    return fields.stream()
        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
        .map(field -> field.substring(start.length()))
        .toList();
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
