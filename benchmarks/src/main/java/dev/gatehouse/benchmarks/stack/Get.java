package dev.gatehouse.benchmarks.stack;

import dev.gatehouse.http.HttpRequest;
import java.util.Arrays;
import java.util.List;

<<<<<<<< HEAD:benchmarks/src/main/java/dev/gatehouse/benchmarks/stack/Get.java
/**
 * A GET request as an adapter would hand it to the gate.
 *
 * @param authorization the header field of that name; empty if there is none
 */
public record Get(String path, String authorization) implements HttpRequest {
========
/** A request without a body, as an adapter would hand it over; each header is a name, a colon and a value. */
record PlainRequest(String method, String target, List<String> fields) implements HttpRequest {
>>>>>>>> three5:auth-testkit/src/main/java/dev/gatehouse/testkit/scenario/PlainRequest.java
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
