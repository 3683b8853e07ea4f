package dev.gatehouse.testkit;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A request without a query, as an adapter would hand it to the gate.
 *
 * @param fields the header fields, each a name, a colon, a blank and a value
 */
public record PlainRequest(
    String method, String path, String content, List<String> fields, String remoteAddress)
    implements HttpRequest {

  /** Keeps a copy of the header fields. */
  public PlainRequest {
    fields = List.copyOf(fields);
  }

  /** Returns a GET from 192.0.2.1. */
  public static PlainRequest get(String path, String... fields) {
    return new PlainRequest("GET", path, "", List.of(fields), "192.0.2.1");
  }

  /** Returns a POST of JSON from 192.0.2.1. */
  public static PlainRequest post(String path, String json, String... fields) {
    List<String> all = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(fields))
        .toList();
    return new PlainRequest("POST", path, json, all, "192.0.2.1");
  }

  /** Returns the same from another address. */
  public PlainRequest from(String address) {
    return new PlainRequest(method, path, content, fields, address);
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
  public byte[] body(int limit) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limit) {
      throw new AuthException(ErrorCode.BODY_TOO_LARGE, "At most " + limit + " bytes.");
    }
    return bytes;
  }
}
