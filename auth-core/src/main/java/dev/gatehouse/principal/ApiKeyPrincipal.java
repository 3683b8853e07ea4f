package dev.gatehouse.principal;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A program with a live API key. What it may do is what was granted to the key and what its owner may still do, so the
 * grants alone decide nothing: ask {@code apikey.ApiKeyRights}.
 *
 * @param ownerId the id of the person or service that the key belongs to
 * @param userId the owner, if it is a person
 * @param roles the names of the roles granted to the key
 * @param permissions the text forms of the permissions granted to the key
 * @param detached whether the key keeps its grants whatever its owner may do; keys of services only
 */
public record ApiKeyPrincipal(
    ApiKeyId keyId,
    ApiKeyFamilyId familyId,
    UUID ownerId,
    Optional<UserId> userId,
    Set<String> roles,
    Set<String> permissions,
    boolean detached)
    implements Principal {
  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if a person's key were detached
   */
  public ApiKeyPrincipal {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
    if (detached && userId.isPresent()) {
      throw new IllegalArgumentException("only the keys of services can be detached");
    }
  }

  @Override
  public Kind kind() {
    return Kind.API_KEY;
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  @Override
  public String getName() {
    return keyId.toString();
  }
}
