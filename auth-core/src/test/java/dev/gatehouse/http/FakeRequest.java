package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request made of its parts. */
final class FakeRequest implements HttpRequest {
  private final String method;
  private final List<Header> headers = new ArrayList<>();
  private String path;
  private String rawPath;
  private String remoteAddress = "192.0.2.1";
  private byte[] body = {};

  private FakeRequest(String method, String path) {
    this.method = method;
    this.path = path;
    this.rawPath = path;
  }

  static FakeRequest of(String method, String path) {
    return new FakeRequest(method, path);
  }

  static FakeRequest get(String path) {
    return new FakeRequest("GET", path);
  }

  FakeRequest raw(String target) {
    rawPath = target;
    return this;
  }

  FakeRequest decodedAs(String decoded) {
    path = decoded;
    return this;
  }

  FakeRequest from(String address) {
    remoteAddress = address;
    return this;
  }

  FakeRequest header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  FakeRequest json(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", "application/json");
  }

  FakeRequest form(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", "application/x-www-form-urlencoded");
  }

  FakeRequest bytes(byte[] bytes) {
    body = bytes.clone();
    return this;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rawPath() {
    return rawPath;
  }

  @Override
  public List<String> query(String name) {
    return List.of();
  }

  @Override
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public byte[] body(int limit) {
    if (body.length > limit) {
      throw new AuthException(ErrorCode.BODY_TOO_LARGE, "At most " + limit + " bytes.");
    }
    return body.clone();
  }
}
