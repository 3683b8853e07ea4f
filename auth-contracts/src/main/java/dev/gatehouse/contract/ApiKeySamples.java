package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keys for the contracts of their stores. */
final class ApiKeySamples {
  /** More live keys than any contract makes. */
  static final int NO_LIMIT = 1_000;

  private ApiKeySamples() {}

  /** Returns an owner that nobody else uses. */
  static Subject owner() {
    return Subject.user(Samples.userId());
  }

  /** Returns an active key of its own family, made at an instant and expiring 90 days later. */
  static ApiKey key(Subject owner, Instant createdAt) {
    ApiKeySettings settings = new ApiKeySettings(
        "nightly \"export\" ü",
        Set.of("auditor", "exporter"),
        Set.of(),
        false,
        List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")),
        Map.of("team", "billing", "note", "{\"a\": \"ö\"}"));
    return new ApiKey(
        new ApiKeyId(UUID.randomUUID()),
        new ApiKeyFamilyId(UUID.randomUUID()),
        owner,
        "ak_live_x7Qa",
        settings.withPermissions("invoices:read", "invoices:read:*"),
        ApiKeyStatus.ACTIVE,
        "",
        createdAt,
        Optional.of(createdAt.plus(Duration.ofDays(90))),
        Optional.empty(),
        Optional.empty(),
        "",
        0);
  }

  /** Returns the same key with another id, status and expiry. */
  static ApiKey like(ApiKey key, UUID id, ApiKeyStatus status, Optional<Instant> expiresAt) {
    return new ApiKey(
        new ApiKeyId(id),
        key.family(),
        key.owner(),
        key.start(),
        key.settings(),
        status,
        key.statusReason(),
        key.createdAt(),
        expiresAt,
        key.rotatedFrom(),
        key.lastUsedAt(),
        key.lastUsedAddress(),
        key.version());
  }

  /** Returns the next version of a key. */
  static ApiKey next(
      ApiKey key, ApiKeySettings settings, ApiKeyStatus status, Optional<Instant> expiresAt) {
    return new ApiKey(
        key.id(),
        key.family(),
        key.owner(),
        key.start(),
        settings,
        status,
        "because",
        key.createdAt(),
        expiresAt,
        key.rotatedFrom(),
        key.lastUsedAt(),
        key.lastUsedAddress(),
        key.version() + 1);
  }

  /** Returns a new key of the same family that follows another. */
  static ApiKey successor(ApiKey former, Instant createdAt) {
    return new ApiKey(
        new ApiKeyId(UUID.randomUUID()),
        former.family(),
        former.owner(),
        "ak_live_Zz09",
        former.settings(),
        ApiKeyStatus.ACTIVE,
        "",
        createdAt,
        Optional.of(createdAt.plus(Duration.ofDays(90))),
        Optional.of(former.id()),
        Optional.empty(),
        "",
        0);
  }

  /** Returns the digest that stands for a key's secret. */
  static Digest digest(ApiKey key) {
    return Samples.digest(key.id().toString());
  }

  /** Returns a new key of a new owner that is in the storage. */
  static ApiKey stored(Storage storage) {
    return stored(storage, key(owner(), NOW));
  }

  /** Puts a key into the storage. */
  static ApiKey stored(Storage storage, ApiKey key) {
    assertThat(storage.apiKeys().insert(key, digest(key), Optional.empty(), NO_LIMIT))
        .isTrue();
    return key;
  }

  /** Returns a new key in the storage whose family has credits. */
  static ApiKey storedWith(Storage storage, Credits credits) {
    ApiKey key = key(owner(), NOW);
    assertThat(storage.apiKeys().insert(key, digest(key), Optional.of(credits), NO_LIMIT))
        .isTrue();
    return key;
  }

  static ApiKey found(Storage storage, ApiKey key) {
    return storage.apiKeys().find(key.id()).orElseThrow();
  }
}
