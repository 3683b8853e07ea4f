package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import java.util.Locale;
import java.util.Map;

/** Register, and prove the address. Whether an address has an account is never told. */
final class RegistrationEndpoints {
  private final RegistrationService registration;

  RegistrationEndpoints(RegistrationService registration) {
    this.registration = registration;
  }

  HttpResponse register(Exchange exchange) {
    Members body = exchange.body();
    String email = body.text("email");
    Secret password = body.secret("password");
    String name = body.optionalText("name").orElse("");
    Locale locale = Locales.read(body).orElseGet(() -> Locales.accepted(exchange.request()));
    body.check();
    registration.register(new NewAccount(email, password, name, locale), exchange.client());
    return sent();
  }

  HttpResponse resend(Exchange exchange) {
    Members body = exchange.body();
    String email = body.text("email");
    body.check();
    registration.resendVerification(email, exchange.client());
    return sent();
  }

  HttpResponse verifyEmail(Exchange exchange) {
    Members body = exchange.body();
    Secret token = body.secret("token");
    body.check();
    User user = registration.verifyEmail(token, exchange.client());
    return HttpResponse.json(200, Map.of("user", Views.user(user)));
  }

  private static HttpResponse sent() {
    return HttpResponse.json(202, Map.of("status", "verification_sent"));
  }
}
