package dev.gatehouse.http.endpoint;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Header;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A form sent to one of our endpoints. */
record Post(String path, String form, List<Header> sent, List<String> query)
    implements HttpRequest {

  static Post form(String path, String form) {
    return new Post(
        "/auth" + path,
        form,
        List.of(new Header("Content-Type", "application/x-www-form-urlencoded")),
        List.of());
  }

  Post header(String name, String value) {
    List<Header> more = new ArrayList<>(sent);
    more.add(new Header(name, value));
    return new Post(path, form, more, query);
  }

  Post without(String name) {
    return new Post(
        path, form, sent.stream().filter(header -> !header.name().equals(name)).toList(), query);
  }

  Post inUrl(String name) {
    return new Post(path, form, sent, List.of(name));
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String rawPath() {
    return path;
  }

  @Override
  public List<String> query(String name) {
    return query.contains(name) ? List.of("x") : List.of();
  }

  @Override
  public List<String> headers(String name) {
    return sent.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.50";
  }

  @Override
  public byte[] body(int limit) {
    byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limit) {
      throw new AuthException(ErrorCode.BODY_TOO_LARGE, "At most " + limit + " bytes.");
    }
    return bytes;
  }
}
