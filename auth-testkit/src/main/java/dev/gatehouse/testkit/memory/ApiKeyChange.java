package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyStatus;
import java.time.Instant;
import java.util.Optional;

/** Copies of a key in which something has changed. */
final class ApiKeyChange {
  private ApiKeyChange() {}

  static ApiKey used(ApiKey key, Optional<Instant> at, String address) {
    return new ApiKey(
        key.id(),
        key.family(),
        key.owner(),
        key.start(),
        key.settings(),
        key.status(),
        key.statusReason(),
        key.createdAt(),
        key.expiresAt(),
        key.rotatedFrom(),
        at,
        address,
        key.version());
  }

  static ApiKey revoked(ApiKey key, String reason) {
    return new ApiKey(
        key.id(),
        key.family(),
        key.owner(),
        key.start(),
        key.settings(),
        ApiKeyStatus.REVOKED,
        reason,
        key.createdAt(),
        key.expiresAt(),
        key.rotatedFrom(),
        key.lastUsedAt(),
        key.lastUsedAddress(),
        key.version() + 1);
  }
}
