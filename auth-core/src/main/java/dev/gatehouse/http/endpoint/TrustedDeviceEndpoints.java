package dev.gatehouse.http.endpoint;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.TrustedDeviceId;
import java.util.Map;

/** See the browsers that need not present a second factor, and end the trust in them. */
final class TrustedDeviceEndpoints {
  private final TwoFactor twoFactor;

  TrustedDeviceEndpoints(TwoFactor twoFactor) {
    this.twoFactor = twoFactor;
  }

  HttpResponse list(Exchange exchange) {
    return HttpResponse.json(
        200,
        Map.of(
            "items",
            twoFactor.trustedDevices().list(exchange.user().userId()).stream()
                .map(TwoFactorViews::browser)
                .toList()));
  }

  HttpResponse revoke(Exchange exchange) {
    TrustedDeviceId id = exchange.variable("id", TrustedDeviceId::parse);
    if (!twoFactor.trustedDevices().revoke(exchange.user(), id, exchange.client())) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is no such browser.");
    }
    return HttpResponse.empty(204);
  }

  HttpResponse revokeAll(Exchange exchange) {
    int ended = twoFactor.trustedDevices().revokeAll(exchange.user(), exchange.client());
    return HttpResponse.json(200, Map.of("ended", ended));
  }
}
