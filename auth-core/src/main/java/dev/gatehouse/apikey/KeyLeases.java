package dev.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.cache.CacheCounts;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Copies of keys that this node may answer from, by the digest of their secret. Digests of no key are kept apart, so
 * that whoever makes them up pushes nobody's key out; they need no invalidation, because a secret is unknown to the
 * world until its key is stored.
 */
final class KeyLeases {
  /** Twice the keys one node is expected to see within a lease. */
  private static final int KEYS = 200_000;

  private static final int UNKNOWN_DIGESTS = 10_000;

  private final ApiKeyStore keys;
  private final KeyOwners owners;
  private final LeaseCache<Digest, KeyState> known;
  private final Cache<Digest, Boolean> unknown;
  private final Function<Digest, KeyState> loader = this::load;

  /** Says that a digest is that of no key; thrown so that the lease cache keeps no copy. */
  private static final class UnknownKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownKey() {
      super("no such key", null, false, false);
    }
  }

  KeyLeases(
      ApiKeyStore keys,
      KeyOwners owners,
      Duration lease,
      Invalidations invalidations,
      InstantSource clock) {
    this.keys = keys;
    this.owners = owners;
    this.known = new LeaseCache<>(KEYS, lease, clock);
    this.unknown = Caffeine.newBuilder()
        .maximumSize(UNKNOWN_DIGESTS)
        .expireAfterWrite(lease)
        .executor(Runnable::run)
        .build();
    invalidations.subscribe(this::onInvalidation, known::invalidateAll);
  }

  /** Returns the key with that digest and its owner's state; at most one lease old. */
  Optional<KeyState> find(Digest digest) {
    try {
      return Optional.of(known.get(digest, loader));
    } catch (UnknownKey e) {
      return Optional.empty();
    }
  }

  private KeyState load(Digest digest) {
    if (unknown.getIfPresent(digest) != null) {
      throw new UnknownKey();
    }
    // The store is trusted with data, not with security: what it returned must be what was asked
    // for.
    StoredApiKey stored = keys.findByDigest(digest)
        .filter(found -> found.digest().equals(digest))
        .orElseThrow(() -> {
          unknown.put(digest, true);
          return new UnknownKey();
        });
    OwnerState nobody = new OwnerState(false, Optional.empty());
    return KeyState.of(stored, owners.find(stored.key().owner()).orElse(nobody));
  }

  CacheCounts counts() {
    return known.counts();
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.API_KEY) {
      ApiKeyFamilyId changed = ApiKeyFamilyId.parse(invalidation.id());
      forget(key -> key.family().equals(changed));
    } else if (invalidation.kind() == Invalidation.Kind.USER) {
      Subject changed = Subject.user(UserId.parse(invalidation.id()));
      forget(key -> key.owner().equals(changed));
    } else if (invalidation.kind() == Invalidation.Kind.SERVICE) {
      Subject changed = Subject.service(ServiceId.parse(invalidation.id()));
      forget(key -> key.owner().equals(changed));
    }
  }

  private void forget(Predicate<ApiKey> fits) {
    known.invalidateIf(state -> fits.test(state.key()));
  }
}
