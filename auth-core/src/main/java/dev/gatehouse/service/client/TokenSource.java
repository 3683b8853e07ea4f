package dev.gatehouse.service.client;

import dev.gatehouse.crypto.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;

/** Where the tokens for one audience come from. Safe for use by many threads; cheap to ask for again. */
public final class TokenSource {
  private static final String FIELD = "Authorization";

  private final ServiceTokens tokens;
  private final String audience;
  private final TokenSlot slot;

  TokenSource(ServiceTokens tokens, String audience, TokenSlot slot) {
    this.tokens = tokens;
    this.audience = audience;
    this.slot = slot;
  }

  /**
   * Returns the same audience on behalf of the person whose access token the caller holds, for example out of the request
   * that it is answering.
   */
  public TokenSource onBehalfOf(Secret accessToken) {
    return tokens.source(audience, accessToken);
  }

  /**
   * Returns a live token. Waits for the issuer only if there is none.
   *
   * @throws TokenUnavailableException if the issuer refuses, or does not answer in time
   */
  public Secret token() {
    return slot.get().token();
  }

  /** Adds the token to a request; an {@code Authorization} field that it has is replaced. */
  public HttpRequest.Builder authorize(HttpRequest.Builder request) {
    return request.setHeader(FIELD, "Bearer " + token().reveal());
  }

  /**
   * Sends a request with the token. If the receiver answers 401, gets a new token and sends the request once more: the
   * token may have ended early. Not if the token was got within the last second: then another would not help.
   *
   * @throws TokenUnavailableException if there is no token, before anything is sent
   */
  public <T> HttpResponse<T> send(HttpClient http, HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HeldToken held = slot.get();
    HttpResponse<T> answer = http.send(with(request, held), handler);
    if (answer.statusCode() != 401 || !slot.discard(held)) {
      return answer;
    }
    if (answer.body() instanceof Closeable open) {
      open.close();
    }
    return http.send(with(request, slot.get()), handler);
  }

  private static HttpRequest with(HttpRequest request, HeldToken held) {
    return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase(FIELD))
        .setHeader(FIELD, "Bearer " + held.token().reveal())
        .build();
  }
}
