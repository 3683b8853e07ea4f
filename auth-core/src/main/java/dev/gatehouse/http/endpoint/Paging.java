package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which part of a list is asked for: {@code limit}, 1 to 100, and {@code cursor}, as the page before gave it. */
record Paging(int limit, Optional<String> cursor) {
  private static final int USUAL = 50;
  private static final int MOST = 100;

  /** Reads the query of a request; what is malformed is {@code malformed_request}. */
  static Paging of(Exchange exchange) {
    return new Paging(
        exchange.query("limit", Paging::limit).orElse(USUAL), exchange.query("cursor"));
  }

  private static int limit(String text) {
    if (text.matches("[1-9][0-9]?|" + MOST)) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("a page has 1 to " + MOST + " entries");
  }

  /** Returns a page; a full one says where the next begins, which may turn out to be empty. */
  <T> HttpResponse page(
      List<T> found, Function<T, Map<String, Object>> view, Function<T, Object> cursorOf) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", found.stream().map(view).toList());
    if (found.size() == limit) {
      page.put("nextCursor", cursorOf.apply(found.get(found.size() - 1)));
    }
    return HttpResponse.json(200, page);
  }
}
