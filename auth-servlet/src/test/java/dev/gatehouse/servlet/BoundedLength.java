package dev.gatehouse.servlet;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** The handler that docs/guides/production.md has an application put in front of its deployment on Undertow. */
// guide
final class BoundedLength implements HttpHandler {
  private final HttpHandler next;

  BoundedLength(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String length = exchange.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH);
    if (length == null || length.length() <= 18) {
      next.handleRequest(exchange);
    } else {
      exchange.setPersistent(false).setStatusCode(400).endExchange();
    }
  }
}
