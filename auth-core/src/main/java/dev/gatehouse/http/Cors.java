package dev.gatehouse.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets pages of trusted origins, named one by one, read the answers of our endpoints (Fetch standard, CORS). */
final class Cors {
  private static final String ALLOW = "Access-Control-Allow-";

  private final Origins origins;

  Cors(Origins origins) {
    this.origins = origins;
  }

  /** Returns what an answer to that request has to say about who may read it. */
  List<Header> headers(HttpRequest request) {
    List<Header> headers = new ArrayList<>(List.of(new Header("Vary", CrossSite.VARY)));
    trustedOrigin(request).forEach(origin -> {
      headers.add(new Header(ALLOW + "Origin", origin));
      headers.add(new Header(ALLOW + "Credentials", "true"));
      headers.add(new Header(
          "Access-Control-Expose-Headers",
          "WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"));
    });
    return headers;
  }

  /** Returns what the answer to OPTIONS adds: the methods there are and, for a preflight we welcome, the leave. */
  List<Header> preflight(HttpRequest request, Set<String> methods) {
    List<Header> headers =
        new ArrayList<>(List.of(new Header("Allow", String.join(", ", methods))));
    boolean preflight = !request.headers("Access-Control-Request-Method").isEmpty();
    if (preflight && !trustedOrigin(request).isEmpty()) {
      headers.add(new Header(ALLOW + "Methods", String.join(", ", methods)));
      headers.add(new Header(ALLOW + "Headers", "authorization, content-type, x-request-id"));
      headers.add(new Header("Access-Control-Max-Age", "600"));
    }
    return headers;
  }

  private List<String> trustedOrigin(HttpRequest request) {
    List<String> sources = request.headers("Origin");
    return sources.size() == 1 && origins.isForeignAndTrusted(sources.get(0)) ? sources : List.of();
  }
}
