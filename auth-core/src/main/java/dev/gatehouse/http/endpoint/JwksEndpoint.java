package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import java.util.function.Supplier;

/** Publishes the keys that verify our access tokens (RFC 7517, 5). */
final class JwksEndpoint {
  private final Supplier<String> jwks;

  JwksEndpoint(Supplier<String> jwks) {
    this.jwks = jwks;
  }

  HttpResponse keys(Exchange exchange) {
    return HttpResponse.empty(200)
        .body("application/jwk-set+json", jwks.get())
        .replacing("Cache-Control", "public, max-age=300");
  }
}
