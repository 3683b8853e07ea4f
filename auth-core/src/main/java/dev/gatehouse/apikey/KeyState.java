package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Optional;

/** All that a verdict about a key needs, made once per lease: the key, its owner's state, and its grants compiled. */
record KeyState(
    StoredApiKey stored,
    OwnerState owner,
    PermissionSet granted,
    ApiKeyPrincipal principal,
    Verification.Accepted accepted,
    UsageMemo slots) {

  static KeyState of(StoredApiKey stored, OwnerState owner) {
    ApiKey key = stored.key();
    ApiKeyPrincipal principal = principal(key);
    return new KeyState(
        stored,
        owner,
        PermissionSet.of(key.settings().permissions()),
        principal,
        new Verification.Accepted(principal, key, Optional.empty()),
        new UsageMemo(key));
  }

  static ApiKeyPrincipal principal(ApiKey key) {
    Subject owner = key.owner();
    boolean person = owner.kind() == Subject.Kind.USER;
    return new ApiKeyPrincipal(
        key.id(),
        key.family(),
        owner.id(),
        person ? Optional.of(new UserId(owner.id())) : Optional.empty(),
        key.settings().roles(),
        key.settings().permissionTexts(),
        // Whatever the store says: a person's key never outlives the person's rights.
        key.settings().detached() && !person);
  }

  ApiKey key() {
    return stored.key();
  }

  /** Returns why the key is dead at an instant; empty if it lives. */
  Optional<KeyRefusal> deadAt(Instant now) {
    Optional<KeyRefusal> decided = switch (key().status()) {
      case REVOKED -> Optional.of(KeyRefusal.REVOKED);
      case DISABLED -> Optional.of(KeyRefusal.DISABLED);
      case QUARANTINED -> Optional.of(KeyRefusal.QUARANTINED);
      case ACTIVE, ROTATING -> Optional.empty();
    };
    if (decided.isPresent()) {
      return decided;
    }
    if (key().isExpiredAt(now)) {
      boolean rotated = key().status() == ApiKeyStatus.ROTATING;
      return Optional.of(rotated ? KeyRefusal.OVERLAP_ENDED : KeyRefusal.EXPIRED);
    }
    return owner.mayActAt(now) ? Optional.empty() : Optional.of(KeyRefusal.OWNER_INACTIVE);
  }
}
