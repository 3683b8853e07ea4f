package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.otp.RecoveryCodes;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.otp.TwoFactorStatus;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Set up, see and remove one's own second factors. */
final class TwoFactorEndpoints {
  private static final int LONGEST_NAME = 100;

  private final TwoFactor twoFactor;

  TwoFactorEndpoints(TwoFactor twoFactor) {
    this.twoFactor = twoFactor;
  }

  HttpResponse status(Exchange exchange) {
    UserId user = exchange.user().userId();
    TwoFactorStatus status = twoFactor.status(user);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("enabled", new TreeSet<>(status.enabled()));
    answer.put(
        "apps", twoFactor.totp().list(user).stream().map(TwoFactorViews::app).toList());
    answer.put("recoveryCodesLeft", status.recoveryCodesLeft());
    answer.put("required", status.isRequired());
    return HttpResponse.json(200, answer);
  }

  HttpResponse begin(Exchange exchange) {
    Members body = exchange.optionalBody();
    String name = body.optionalLine("name", LONGEST_NAME).orElse("Authenticator");
    Optional<OwnerProof> proof = proof(body);
    body.check();
    TotpEnrolment enrolment =
        twoFactor.totp().begin(exchange.user(), name, proof, exchange.client());
    return HttpResponse.json(200, TwoFactorViews.enrolment(enrolment));
  }

  HttpResponse confirm(Exchange exchange) {
    Members body = exchange.body();
    Secret code = body.secret("code");
    body.check();
    return codes(twoFactor.totp().confirm(exchange.user(), code, exchange.client()));
  }

  HttpResponse remove(Exchange exchange) {
    TotpDeviceId id = exchange.variable("id", TotpDeviceId::parse);
    twoFactor.totp().remove(exchange.user(), id, proof(exchange), exchange.client());
    return HttpResponse.empty(204);
  }

  HttpResponse removeAll(Exchange exchange) {
    twoFactor.totp().removeAll(exchange.user(), proof(exchange), exchange.client());
    return HttpResponse.empty(204);
  }

  HttpResponse regenerate(Exchange exchange) {
    return codes(Optional.of(
        twoFactor.recoveryCodes().regenerate(exchange.user(), proof(exchange), exchange.client())));
  }

  private static HttpResponse codes(Optional<RecoveryCodes> made) {
    List<String> codes = made.map(RecoveryCodes::codes).orElse(List.of()).stream()
        .map(Secret::reveal)
        .toList();
    return HttpResponse.json(200, Map.of("recoveryCodes", codes));
  }

  private static Optional<OwnerProof> proof(Exchange exchange) {
    Members body = exchange.optionalBody();
    Optional<OwnerProof> proof = proof(body);
    body.check();
    return proof;
  }

  /** Reads {@code password}, {@code code} and {@code factor}; a code without a factor is one of an app. */
  private static Optional<OwnerProof> proof(Members body) {
    String factor = body.optionalText("factor").orElse("totp");
    Optional<Secret> password = body.optionalSecret("password");
    Optional<Secret> code = body.optionalSecret("code");
    if (code.isPresent() && password.isEmpty()) {
      body.note("password", "required", "Must be there, with a code of a second factor.");
    }
    return code.flatMap(
        value -> password.map(typed -> new OwnerProof(typed, new FactorProof(factor, value))));
  }
}
