package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserQuery;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** See other people's accounts and change what an administrator may change. Nobody sees or sets a password here. */
final class UserAdministrationEndpoints {
  private static final int LONGEST_REASON = 500;

  private final Administration admin;

  UserAdministrationEndpoints(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    Paging paging = Paging.of(exchange);
    UserQuery query = UserQuery.all().atMost(paging.limit());
    query = exchange.query("q", query::withAddress).orElse(query);
    query = exchange
        .query("status", UserAdministrationEndpoints::status)
        .map(query::withStatus)
        .orElse(query);
    query = exchange.query("role").map(query::withRole).orElse(query);
    query = exchange
        .query("cursor", UserId::parse)
        .map(this::last)
        .map(query::after)
        .orElse(query);
    return paging.page(admin.users().list(query), AdminViews::user, User::id);
  }

  /** A cursor is the id of the last account, so that no address stands in a link that was not asked for. */
  private User last(UserId id) {
    return admin
        .users()
        .find(id)
        .orElseThrow(() -> new AuthException(
            ErrorCode.MALFORMED_REQUEST, "The account of the cursor is gone; begin again."));
  }

  private static UserStatus status(String word) {
    return Stream.of(UserStatus.values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("one of "
            + Stream.of(UserStatus.values())
                .map(status -> status.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))));
  }

  HttpResponse get(Exchange exchange) {
    return answer(admin.user(exchange));
  }

  HttpResponse change(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    Optional<String> name = body.optionalText("name");
    Optional<Locale> locale = Locales.read(body);
    body.check();
    return answer(admin
        .users()
        .changeProfile(
            user.id(),
            name.orElse(user.name()),
            locale.orElse(user.locale()),
            exchange.actor(),
            exchange.client()));
  }

  HttpResponse disable(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    return change(exchange, user, new StatusChange(UserStatus.BLOCKED, reason, Optional.empty()));
  }

  HttpResponse suspend(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    Optional<Instant> until = body.instant("until");
    if (until.filter(end -> !end.isAfter(admin.clock().instant())).isPresent()) {
      body.note("until", "past", "Must be in the future.");
    }
    body.check();
    return change(exchange, user, new StatusChange(UserStatus.PAUSED, reason, until));
  }

  /** Ends no session of an account that is in use, and proves nobody's address. */
  HttpResponse enable(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    if (user.status() == UserStatus.ACTIVE) {
      return answer(user);
    }
    if (user.status() == UserStatus.PENDING) {
      throw new AuthException(
          ErrorCode.EMAIL_NOT_VERIFIED, "Only the proof of its address enables this account.");
    }
    return change(exchange, user, new StatusChange(UserStatus.ACTIVE, reason, Optional.empty()));
  }

  private HttpResponse change(Exchange exchange, User user, StatusChange change) {
    return answer(
        admin.users().changeStatus(user.id(), change, exchange.actor(), exchange.client()));
  }

  HttpResponse unlock(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    return answer(admin.unlocks().unlock(user.id(), reason, exchange.actor(), exchange.client()));
  }

  /** Mails a link to the owner and shows nothing of it. */
  HttpResponse resetPassword(Exchange exchange) {
    admin
        .passwordReset()
        .requestFor(admin.user(exchange).id(), exchange.actor(), exchange.client());
    return HttpResponse.json(202, Map.of("status", "reset_sent"));
  }

  /** Takes the second factor from somebody who lost it; the owner is told by mail. */
  HttpResponse resetTwoFactor(Exchange exchange) {
    User user = admin.user(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    admin.twoFactor().reset(user.id(), reason, exchange.actor(), exchange.client());
    return answer(user);
  }

  private static HttpResponse answer(User user) {
    return HttpResponse.json(200, Map.of("user", AdminViews.user(user)));
  }
}
