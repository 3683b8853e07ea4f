package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * An API key, without its secret.
 *
 * @param family shared by a key and all that replaced it
 * @param owner a person or a service
 * @param start the visible words and four random characters, to tell keys apart; see {@link ApiKeyFormat}
 * @param statusReason for people; empty if none was given
 * @param expiresAt when it stops to work by itself; for a ROTATING key, the end of the overlap
 * @param rotatedFrom the key that it replaced
 * @param lastUsedAt true to the minute
 * @param lastUsedAddress the address it was used from then; empty if unknown
 * @param version rises with every change but use; a change that was based on another version does not happen
 */
public record ApiKey(
    ApiKeyId id,
    ApiKeyFamilyId family,
    Subject owner,
    String start,
    ApiKeySettings settings,
    ApiKeyStatus status,
    String statusReason,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<ApiKeyId> rotatedFrom,
    Optional<Instant> lastUsedAt,
    String lastUsedAddress,
    long version) {

  /** Tells whether the key's time is over at an instant. */
  public boolean isExpiredAt(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** Returns the next version with other settings. */
  ApiKey with(ApiKeySettings newSettings) {
    return new ApiKey(
        id,
        family,
        owner,
        start,
        newSettings,
        status,
        statusReason,
        createdAt,
        expiresAt,
        rotatedFrom,
        lastUsedAt,
        lastUsedAddress,
        version + 1);
  }

  /** Returns the next version with another status. */
  ApiKey with(ApiKeyStatus newStatus, String reason) {
    return ending(newStatus, reason, expiresAt);
  }

  /** Returns the next version with another status and another end. */
  ApiKey ending(ApiKeyStatus newStatus, String reason, Optional<Instant> end) {
    return new ApiKey(
        id,
        family,
        owner,
        start,
        settings,
        newStatus,
        reason,
        createdAt,
        end,
        rotatedFrom,
        lastUsedAt,
        lastUsedAddress,
        version + 1);
  }
}
