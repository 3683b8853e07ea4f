package dev.gatehouse.http.endpoint;

import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.otp.TrustedDevice;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people see of their second factors. Secrets are shown once, while an app is being set up. */
final class TwoFactorViews {
  private TwoFactorViews() {}

  static Map<String, Object> app(TotpDevice device) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", device.id());
    view.put("name", device.name());
    view.put("createdAt", device.createdAt());
    device.lastUsedAt().ifPresent(at -> view.put("lastUsedAt", at));
    return view;
  }

  static Map<String, Object> enrolment(TotpEnrolment enrolment) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", enrolment.id());
    view.put("otpauthUri", enrolment.otpauthUri().reveal());
    view.put("manualKey", enrolment.manualKey().reveal());
    view.put("qrSvg", enrolment.qrSvg().reveal());
    view.put("expiresAt", enrolment.expiresAt());
    return view;
  }

  static Map<String, Object> browser(TrustedDevice device) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", device.id());
    view.put("name", device.name());
    view.put("address", device.address());
    view.put("createdAt", device.createdAt());
    view.put("lastUsedAt", device.lastUsedAt());
    view.put("expiresAt", device.expiresAt());
    return view;
  }
}
