package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import java.util.Optional;

/**
 * Which keys to list, newest first.
 *
 * @param owner whose; everybody's if empty
 * @param includeRevoked whether revoked ones too
 * @param after the last key of the page before
 * @param limit how many at most; 1 to 200
 */
public record ApiKeyQuery(
    Optional<Subject> owner, boolean includeRevoked, Optional<ApiKeyId> after, int limit) {
  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is out of bounds
   */
  public ApiKeyQuery {
    if (limit < 1 || limit > 200) {
      throw new IllegalArgumentException("a page has 1 to 200 keys, not " + limit);
    }
  }

  /** Asks for the first 50 keys of an owner that are not revoked. */
  public static ApiKeyQuery of(Subject owner) {
    return new ApiKeyQuery(Optional.of(owner), false, Optional.empty(), 50);
  }

  /** Asks for the first 50 keys of all owners that are not revoked. */
  public static ApiKeyQuery all() {
    return new ApiKeyQuery(Optional.empty(), false, Optional.empty(), 50);
  }

  /** Asks for revoked keys too. */
  public ApiKeyQuery includingRevoked() {
    return new ApiKeyQuery(owner, true, after, limit);
  }

  /** Asks for what follows a key. */
  public ApiKeyQuery after(ApiKeyId last) {
    return new ApiKeyQuery(owner, includeRevoked, Optional.of(last), limit);
  }

  /** Asks for another number of keys at most. */
  public ApiKeyQuery atMost(int keys) {
    return new ApiKeyQuery(owner, includeRevoked, after, keys);
  }
}
