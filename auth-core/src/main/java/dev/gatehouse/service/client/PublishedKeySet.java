package dev.gatehouse.service.client;

import dev.gatehouse.token.KeySetSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The JWK set at a URL: at most 256 KiB, within 5 seconds, no redirect. */
final class PublishedKeySet implements KeySetSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST = 256 * 1024;

  private final HttpRequest request;
  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(TIMEOUT)
      .followRedirects(Redirect.NEVER)
      .build();

  PublishedKeySet(URI url) {
    this.request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
  }

  @Override
  public CompletableFuture<String> fetch() {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, LimitedBody.of(LONGEST));
    // The client's own timeout ends with the head of the answer; a body may hang as well.
    return exchange
        .copy()
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> {
          boolean unused = failure != null && exchange.cancel(true);
        })
        .thenApply(PublishedKeySet::body);
  }

  private static String body(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new CompletionException(
          new IOException("the key set was answered with status " + answer.statusCode()));
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
