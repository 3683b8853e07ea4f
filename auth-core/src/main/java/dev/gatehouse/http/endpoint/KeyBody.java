package dev.gatehouse.http.endpoint;

import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.http.Members;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.rbac.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a body says about the settings of an API key. Whose it is and whether it is detached is not among it. */
record KeyBody(
    Optional<String> name,
    Optional<List<Permission>> permissions,
    Optional<List<String>> roles,
    Optional<List<Cidr>> allowFrom) {

  /** Reads a change; what is missing stays as it is. */
  static KeyBody read(Members body) {
    return new KeyBody(
        body.optionalText("name"),
        body.optionalList("permissions", Permission::parse),
        body.optionalList("roles", Function.identity()),
        body.optionalList("allowFrom", Cidr::parse));
  }

  /** Reads a new key and ends the reading. */
  static NewApiKey newKey(Members body) {
    String name = body.text("name");
    KeyBody settings = read(body);
    Optional<Duration> lifetime = body.duration("expiresIn");
    body.check();
    NewApiKey key = NewApiKey.named(name).with(settings::appliedTo);
    return lifetime.map(key::expiringIn).orElse(key);
  }

  /** Tells whether the key could open more with it than without. */
  boolean touchesRights() {
    return permissions.isPresent() || roles.isPresent() || allowFrom.isPresent();
  }

  ApiKeySettings appliedTo(ApiKeySettings before) {
    ApiKeySettings named = name.map(before::withName).orElse(before);
    ApiKeySettings permitted =
        permissions.map(all -> named.withPermissions(all)).orElse(named);
    ApiKeySettings assigned = roles.map(permitted::withRoles).orElse(permitted);
    return allowFrom.map(assigned::withAllowFrom).orElse(assigned);
  }
}
