package dev.gatehouse.http.endpoint;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What is shown of API keys. The secret is in the two answers that issue one, and nowhere else. */
final class KeyViews {
  private KeyViews() {}

  static Map<String, Object> key(ApiKey key) {
    ApiKeySettings settings = key.settings();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", key.id());
    view.put("family", key.family());
    view.put("owner", owner(key.owner()));
    view.put("name", settings.name());
    view.put("start", key.start());
    view.put("permissions", new TreeSet<>(settings.permissions()));
    view.put("roles", new TreeSet<>(settings.roles()));
    view.put("detached", settings.detached());
    view.put("allowFrom", settings.allowFrom());
    view.put("status", key.status().code());
    view.put("statusReason", key.statusReason());
    view.put("createdAt", key.createdAt());
    key.expiresAt().ifPresent(end -> view.put("expiresAt", end));
    key.rotatedFrom().ifPresent(former -> view.put("rotatedFrom", former));
    key.lastUsedAt().ifPresent(at -> {
      view.put("lastUsedAt", at);
      view.put("lastUsedAddress", key.lastUsedAddress());
    });
    return view;
  }

  static Map<String, Object> usage(UsageCount count) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("hour", count.hour());
    view.put("key", count.key());
    view.put("routeGroup", count.routeGroup());
    view.put("outcome", count.outcome());
    view.put("count", count.count());
    return view;
  }

  static HttpResponse issued(IssuedApiKey issued) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("key", key(issued.key()));
    answer.put("token", issued.secret().reveal());
    return HttpResponse.json(201, answer);
  }

  /** Says until when the former key works, unless it has ended with this call. */
  static HttpResponse rotated(RotatedApiKey rotated) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("key", key(rotated.key()));
    answer.put("token", rotated.secret().reveal());
    if (rotated.former().status() == ApiKeyStatus.ROTATING) {
      rotated.former().expiresAt().ifPresent((Instant end) -> answer.put("oldExpiresAt", end));
    }
    return HttpResponse.json(201, answer);
  }

  private static Object owner(Subject owner) {
    return owner.kind() == Subject.Kind.USER ? new UserId(owner.id()) : new ServiceId(owner.id());
  }

  /**
   * Reads whom a key belongs to: the id of a person or of a service.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static Subject owner(String id) {
    return id.startsWith("svc_")
        ? Subject.service(ServiceId.parse(id))
        : Subject.user(UserId.parse(id));
  }
}
