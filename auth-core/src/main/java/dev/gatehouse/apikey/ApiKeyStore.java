package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps API keys and their families. Safe for use by many threads and many nodes at once; {@code ApiKeyStoreContract} in
 * {@code auth-contracts} states every promise as a test.
 */
public interface ApiKeyStore {

  /**
   * Adds a key and its new family, unless its owner has {@code limit} live keys at the key's creation: keys that are
   * neither REVOKED nor ROTATING nor expired. Concurrent calls never add more.
   *
   * @param credits what the family may spend; unlimited if empty
   */
  boolean insert(ApiKey key, Digest digest, Optional<Credits> credits, int limit);

  /** Returns the key with that digest, whatever its status. */
  Optional<StoredApiKey> findByDigest(Digest digest);

  /** Returns the key with that id, whatever its status. */
  Optional<ApiKey> find(ApiKeyId id);

  /** Returns keys in descending order of their ids, expired ones included. */
  List<ApiKey> list(ApiKeyQuery query);

  /** Returns keys that name a role and are neither REVOKED nor expired at an instant, by id. */
  List<ApiKeyId> naming(String role, Instant now, int limit);

  /**
   * Replaces settings, status, reason and expiry of a key if its stored version is one less than this one's. Of
   * concurrent changes of one version exactly one returns true. A new expiry is announced anew.
   */
  boolean change(ApiKey changed);

  /** Revokes a key; of any number of concurrent calls exactly one gets it. Empty if it was revoked or is unknown. */
  Optional<ApiKey> revoke(ApiKeyId id, String reason);

  /**
   * Replaces a key by its successor in the same family: changes the former as {@link #change} does, adds the successor,
   * and revokes every other ROTATING key of the family, all or nothing. Of concurrent calls for one version exactly one
   * returns true. Does not count against the owner's limit.
   */
  boolean rotate(ApiKey former, ApiKey successor, Digest digest);

  /**
   * Marks at most {@code limit} keys whose deadline is due as announced, and returns them; no key is returned twice for
   * the same deadline, by any number of concurrent calls. Due are: for EXPIRING, ACTIVE keys that expire by the cutoff;
   * for ROTATION_DUE, ACTIVE keys made by the cutoff; for EXPIRED, keys not REVOKED that expire by the cutoff. A key
   * announced as EXPIRED is not announced as EXPIRING afterwards.
   */
  List<ApiKey> claim(KeyDeadline deadline, Instant cutoff, int limit);

  /**
   * Deletes at most {@code limit} keys that ended before the cutoff, families of which none is left, and returns how many
   * keys there were. A key has ended when a call of this method first found it REVOKED or expired, since it was last changed; one
   * that is neither now stays.
   *
   * @param now not before the cutoff
   */
  int deleteEnded(Instant cutoff, Instant now, int limit);
}
