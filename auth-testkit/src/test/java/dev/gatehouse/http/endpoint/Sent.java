package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request to one of our endpoints, with a JSON body or with none.
 *
 * @param target the path below {@code /auth}, with its query, not encoded
 */
record Sent(String method, String target, String json, Optional<Secret> bearer)
    implements HttpRequest {

  static Sent of(String method, String target) {
    return new Sent(method, target, "", Optional.empty());
  }

  static Sent of(String method, String target, String json) {
    return new Sent(method, target, json, Optional.empty());
  }

  Sent as(Secret credential) {
    return new Sent(method, target, json, Optional.of(credential));
  }

  @Override
  public String path() {
    return "/auth" + target.replaceFirst("\\?.*", "");
  }

  @Override
  public String rawPath() {
    return path();
  }

  @Override
  public List<String> query(String name) {
    String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
    return Arrays.stream(query.split("&", -1))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1))
        .toList();
  }

  @Override
  public List<String> headers(String name) {
    return switch (name) {
      case "Authorization" ->
        bearer.map(token -> "Bearer " + token.reveal()).stream().toList();
      case "Content-Type" -> json.isEmpty() ? List.of() : List.of("application/json");
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
