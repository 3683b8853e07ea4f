package dev.gatehouse.contract.scenario;

import dev.gatehouse.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A request without a body, as an adapter would hand it over; each header is a name, a colon and a value. */
record GateRequest(String method, String target, List<String> fields) implements HttpRequest {
  @Override
  public String path() {
    return target.replaceFirst("\\?.*", "");
  }

  @Override
  public String rawPath() {
    return path();
  }

  @Override
  public List<String> query(String name) {
    String query = target.substring(path().length()).replaceFirst("^\\?", "");
    return Arrays.stream(query.split("&", -1))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1))
        .toList();
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
