package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Cookies;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.throttle.KnownDevices;
import java.util.Optional;

/** The cookie by which a device is known to its owner's account, so that strangers cannot lock them out. */
final class DeviceMarks {
  private final Cookies cookies;
  private final Locks locks;

  DeviceMarks(HttpSettings settings, Locks locks) {
    this.cookies = new Cookies(settings);
    this.locks = locks;
  }

  Optional<Secret> of(Exchange exchange) {
    return cookies.device(exchange.request());
  }

  /** Marks the device of whoever has just proven to own the account. */
  HttpResponse mark(HttpResponse response, User owner, Exchange exchange) {
    if (!locks.lockout().isEnabled()) {
      return response;
    }
    KnownDevices devices = locks.lockout().devices();
    Secret mark = devices.mark(owner.email().canonical(), of(exchange));
    return response.with(java.util.List.of(cookies.markDevice(mark, devices.lifetime())));
  }
}
