package dev.gatehouse.service.client;

import dev.gatehouse.crypto.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** One request for a token: RFC 6749, 4.4, or RFC 8693 on behalf of somebody. */
final class TokenFetch {
  private static final String URN = "urn:ietf:params:oauth:";
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

  private final HttpClient http;
  private final URI endpoint;
  private final Secret authorization;
  private final Duration timeout;
  private final LongSupplier ticker;

  TokenFetch(
      HttpClient http, URI endpoint, Secret authorization, Duration timeout, LongSupplier ticker) {
    this.http = http;
    this.endpoint = endpoint;
    this.authorization = authorization;
    this.timeout = timeout;
    this.ticker = ticker;
  }

  /** Returns the header field of a client (RFC 6749, 2.3.1). */
  static Secret basic(String id, Secret secret) {
    String pair = encode(id) + ':' + encode(secret.reveal());
    return Secret.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  long now() {
    return ticker.getAsLong();
  }

  /** Asks the issuer, without waiting; the result fails with a {@link TokenUnavailableException} in bounded time. */
  CompletableFuture<HeldToken> fetch(String audience, Optional<Secret> person) {
    long askedAt = now();
    HttpRequest request = HttpRequest.newBuilder(endpoint)
        .timeout(timeout)
        .header("Authorization", authorization.reveal())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(form(audience, person)))
        .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, LimitedBody.of(LONGEST_ANSWER));
    // The client's own timeout ends with the head of the answer; a body may hang as well.
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((answer, failure) -> {
          if (failure != null) {
            boolean unused = exchange.cancel(true);
            throw TokenUnavailableException.unreachable(failure);
          }
          return read(answer, askedAt);
        });
  }

  private static String form(String audience, Optional<Secret> person) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put(
        "grant_type", person.isEmpty() ? "client_credentials" : URN + "grant-type:token-exchange");
    form.put("audience", audience);
    person.ifPresent(token -> {
      form.put("subject_token", token.reveal());
      form.put("subject_token_type", URN + "token-type:access_token");
    });
    return form.entrySet().stream()
        .map(pair -> encode(pair.getKey()) + '=' + encode(pair.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static HeldToken read(HttpResponse<byte[]> answer, long askedAt) {
    if (answer.statusCode() >= 500 || answer.statusCode() == 429) {
      throw TokenUnavailableException.unreachable(null);
    }
    Map<String, Object> members = members(answer.body());
    if (answer.statusCode() != 200) {
      throw TokenUnavailableException.refused(
          text(members, "error", ERROR, "no reason given"), answer.statusCode());
    }
    String token = text(members, "access_token", TOKEN, "");
    boolean bearer = "bearer".equalsIgnoreCase(String.valueOf(members.get("token_type")));
    long seconds = members.get("expires_in") instanceof Number number ? number.longValue() : 0;
    if (token.isEmpty() || !bearer || seconds < 1 || seconds > LONGEST_LIFE) {
      throw TokenUnavailableException.unreadable();
    }
    return HeldToken.of(Secret.of(token), askedAt, Duration.ofSeconds(seconds));
  }

  private static Map<String, Object> members(byte[] body) {
    try {
      return JsonUtil.parseJson(new String(body, StandardCharsets.UTF_8));
    } catch (JoseException e) {
      // The cause is left out: it holds what could not be read.
      return Map.of();
    }
  }

  private static String text(
      Map<String, Object> members, String name, Pattern form, String otherwise) {
    @Nullable Object value = members.get(name);
    return value instanceof String text && form.matcher(text).matches() ? text : otherwise;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
