package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.password.Weakness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Change, forget, reset and judge passwords. */
final class PasswordEndpoints {
  private final AccountService accounts;
  private final PasswordResetService resets;
  private final PasswordRules rules;
  private final DeviceMarks devices;

  PasswordEndpoints(Services services, DeviceMarks devices) {
    this.accounts = services.accounts();
    this.resets = services.passwordReset();
    this.rules = services.passwordRules();
    this.devices = devices;
  }

  HttpResponse change(Exchange exchange) {
    Members body = exchange.body();
    Secret current = body.secret("currentPassword");
    Secret replacement = body.secret("newPassword");
    body.check();
    accounts.changePassword(exchange.user(), current, replacement, exchange.client());
    return HttpResponse.empty(204);
  }

  /** Answers the same whether or not the address has an account. */
  HttpResponse forgot(Exchange exchange) {
    Members body = exchange.body();
    String email = body.text("email");
    body.check();
    resets.request(email, exchange.client());
    return HttpResponse.json(202, Map.of("status", "reset_sent"));
  }

  HttpResponse reset(Exchange exchange) {
    Members body = exchange.body();
    Secret token = body.secret("token");
    Secret password = body.secret("password");
    body.check();
    User owner = resets.reset(token, password, exchange.client());
    return devices.mark(HttpResponse.empty(204), owner, exchange);
  }

  HttpResponse check(Exchange exchange) {
    Members body = exchange.body();
    Secret password = body.secret("password");
    List<String> personal = body.optionalText("email").stream().toList();
    body.check();
    List<String> reasons =
        rules.judge(password, personal).stream().map(Weakness::code).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("acceptable", reasons.isEmpty());
    answer.put("reasons", reasons);
    return HttpResponse.json(200, answer);
  }
}
