package dev.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A complete answer. Immutable: each method returns a copy. */
public final class HttpResponse {
  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  private HttpResponse(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** Returns an answer without a body that nobody may store. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, List.of(new Header("Cache-Control", "no-store")), new byte[0]);
  }

  /** Returns an answer with a JSON object that nobody may store. */
  public static HttpResponse json(int status, Map<String, ?> members) {
    return empty(status).body("application/json", Json.write(members));
  }

  /** Adds a body with its type. */
  public HttpResponse body(String contentType, String text) {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("Content-Type", contentType));
    return new HttpResponse(status, all, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds header fields behind those it has. */
  public HttpResponse with(List<Header> more) {
    List<Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new HttpResponse(status, all, body);
  }

  /** Adds one header field behind those it has. */
  public HttpResponse with(String name, String value) {
    return with(List.of(new Header(name, value)));
  }

  /** Replaces every field of that name by one. */
  public HttpResponse replacing(String name, String value) {
    List<Header> others =
        headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList();
    return new HttpResponse(status, others, body).with(name, value);
  }

  /** Returns the answer to HEAD: the same without its body. */
  HttpResponse withoutBody() {
    return new HttpResponse(status, headers, new byte[0]);
  }

  /** Returns the status code. */
  public int status() {
    return status;
  }

  /** Returns the header fields in the order to send them. */
  public List<Header> headers() {
    return headers;
  }

  /** Returns the first value of a header field; names ignore case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** Returns a copy of the body. */
  public byte[] body() {
    return body.clone();
  }
}
