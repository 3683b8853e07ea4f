package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Cookies;
import dev.gatehouse.http.Delivery;
import dev.gatehouse.http.Header;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.Members;
import dev.gatehouse.session.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands tokens to a client, in cookies or in the body; never in both. */
final class TokenDelivery {
  private final Cookies cookies;
  private final Delivery standard;
  private final InstantSource clock;

  TokenDelivery(HttpSettings settings, InstantSource clock) {
    this.cookies = new Cookies(settings);
    this.standard = settings.delivery();
    this.clock = clock;
  }

  /** Returns how the client wants its tokens. */
  Delivery wanted(Members body) {
    return body.choice("delivery", Delivery.class).orElse(standard);
  }

  /** Answers with the members and the tokens. */
  HttpResponse deliver(Map<String, Object> members, Tokens tokens, Delivery delivery) {
    Instant now = clock.instant();
    Duration access = left(now, tokens.accessExpiresAt());
    Duration refresh = left(now, tokens.refreshExpiresAt());
    Map<String, Object> body = new LinkedHashMap<>(members);
    body.put("expiresIn", access.toSeconds());
    if (delivery == Delivery.COOKIE) {
      return HttpResponse.json(200, body)
          .with(cookies.set(tokens.access(), access, tokens.refresh(), refresh));
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("accessToken", tokens.access().reveal());
    view.put("tokenType", "Bearer");
    view.put("expiresIn", access.toSeconds());
    view.put("refreshToken", tokens.refresh().reveal());
    view.put("refreshExpiresIn", refresh.toSeconds());
    body.put("tokens", view);
    return HttpResponse.json(200, body);
  }

  /** Returns the refresh token in the cookie. */
  Optional<Secret> refreshCookie(HttpRequest request) {
    return cookies.refresh(request);
  }

  /** Returns the token of a trusted browser in its cookie. */
  Optional<Secret> trustCookie(HttpRequest request) {
    return cookies.trust(request);
  }

  /** Returns the field that makes a browser a trusted one until an instant. */
  List<Header> trust(Secret token, Instant end) {
    return List.of(cookies.setTrust(token, left(clock.instant(), end)));
  }

  /** Takes the cookies away. */
  HttpResponse withdraw(HttpResponse response) {
    return response.with(cookies.clear());
  }

  private static Duration left(Instant now, Instant end) {
    Duration left = Duration.between(now, end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
