package dev.gatehouse.http;

import java.util.List;

/** A request as the gate sees it. An adapter translates its container's request and decides nothing itself. */
public interface HttpRequest {

  /** Returns the method exactly as it was sent. */
  String method();

  /** Returns the path that the container routes by: decoded, below the context path, starting with a slash. */
  String path();

  /** Returns the path of the request target as it was sent, with the context path, still encoded, without the query. */
  String rawPath();

  /** Returns the values of a query parameter, in order. Parameters of a form body are not among them. */
  List<String> query(String name);

  /** Returns the values of all header fields of that name, in order; names ignore case. */
  List<String> headers(String name);

  /** Returns the address at the other end of the connection. */
  String remoteAddress();

  /**
   * Reads the body.
   *
   * @throws dev.gatehouse.error.AuthException {@code body_too_large} if there are more than {@code limit} bytes,
   *     {@code malformed_request} if it ends early
   */
  byte[] body(int limit);
}
