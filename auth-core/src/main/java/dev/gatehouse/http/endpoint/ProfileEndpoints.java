package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.OwnSession;
import dev.gatehouse.session.SessionService;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** See, change and close one's own account. */
final class ProfileEndpoints {
  private final AccountService accounts;
  private final SessionService sessions;
  private final Access access;
  private final TwoFactor twoFactor;
  private final TokenDelivery delivery;
  private final InstantSource clock;

  ProfileEndpoints(Services services, TokenDelivery delivery) {
    this.accounts = services.accounts();
    this.sessions = services.sessions();
    this.access = services.access();
    this.twoFactor = services.twoFactor();
    this.delivery = delivery;
    this.clock = services.clock();
  }

  /** Answers 200 also to nobody, so that a page can ask on every visit. */
  HttpResponse session(Exchange exchange) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("authenticated", exchange.caller().isAuthenticated());
    if (exchange.caller() instanceof UserPrincipal self) {
      answer.putAll(state(self));
    }
    return HttpResponse.json(200, answer);
  }

  HttpResponse me(Exchange exchange) {
    Map<String, Object> answer = state(exchange.user());
    Subject self = Subject.user(exchange.user().userId());
    answer.put("roles", List.copyOf(access.rolesUntil(self, Optional.of(clock.instant()))));
    answer.put(
        "permissions",
        access.permissionsOf(self).permissions().stream().map(Permission::text).toList());
    return HttpResponse.json(200, answer);
  }

  HttpResponse change(Exchange exchange) {
    UserPrincipal self = exchange.user();
    Members body = exchange.body();
    Optional<String> name = body.optionalText("name");
    Optional<Locale> locale = Locales.read(body);
    body.check();
    User user = accounts.get(self.userId());
    User changed = accounts.changeProfile(
        self, name.orElse(user.name()), locale.orElse(user.locale()), exchange.client());
    return HttpResponse.json(200, Map.of("user", Views.user(changed)));
  }

  HttpResponse requestEmailChange(Exchange exchange) {
    Members body = exchange.body();
    String email = body.text("email");
    body.check();
    accounts.requestEmailChange(exchange.user(), email, exchange.client());
    return HttpResponse.json(202, Map.of("status", "verification_sent"));
  }

  /** The token proves the address and names the account; whoever opens the mail need not be signed in there. */
  HttpResponse confirmEmailChange(Exchange exchange) {
    Members body = exchange.body();
    Secret token = body.secret("token");
    body.check();
    User user = accounts.confirmEmailChange(token, exchange.client());
    return HttpResponse.json(200, Map.of("user", Views.user(user)));
  }

  /** The token was mailed to the old address: its owner need not be able to log in any more. */
  HttpResponse undoEmailChange(Exchange exchange) {
    Members body = exchange.body();
    Secret token = body.secret("token");
    body.check();
    User user = accounts.undoEmailChange(token, exchange.client());
    return HttpResponse.json(200, Map.of("user", Views.user(user)));
  }

  /** What is kept about the account, its sessions and its second factors, as a file; no secret is among it. */
  HttpResponse export(Exchange exchange) {
    UserPrincipal self = exchange.user();
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("exportedAt", clock.instant());
    file.put("user", Views.user(accounts.get(self.userId())));
    file.put(
        "sessions",
        sessions.list(self.userId()).stream()
            .map(session -> Views.session(session, self.sessionId()))
            .toList());
    file.put(
        "authenticatorApps",
        twoFactor.totp().list(self.userId()).stream().map(TwoFactorViews::app).toList());
    file.put(
        "trustedDevices",
        twoFactor.trustedDevices().list(self.userId()).stream()
            .map(TwoFactorViews::browser)
            .toList());
    return HttpResponse.json(200, file)
        .with("Content-Disposition", "attachment; filename=\"account.json\"");
  }

  HttpResponse close(Exchange exchange) {
    accounts.close(exchange.user(), exchange.client());
    return delivery.withdraw(HttpResponse.empty(204));
  }

  private Map<String, Object> state(UserPrincipal self) {
    Map<String, Object> state = new LinkedHashMap<>();
    Optional<OwnSession> own = sessions.own(self);
    User user = own.map(OwnSession::user).orElseGet(() -> accounts.get(self.userId()));
    state.put("user", Views.user(user));
    own.ifPresent(shown -> state.put("session", Views.session(shown.session(), self.sessionId())));
    return state;
  }
}
