package dev.gatehouse.apikey;

import dev.gatehouse.cache.CacheCounts;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.net.IpAddress;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Judges a presented API key, in this order: form, existence, status, expiry, owner, address, permissions, limits, and
 * credits last, so that a refused use costs nothing. Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>What is known of a key and its owner is at most one lease old, and fresh on a node that has heard of the change;
 * expiry and the end of an overlap are read off the clock each time. Junk costs no look-up. Whoever lacks the secret
 * learns only that it is no key. A store that must be asked and does not answer is a {@code StoreException}: nobody is
 * let in.
 */
public final class ApiKeyVerifier {
  private final ApiKeyFormat format;
  private final KeyLeases leases;
  private final ApiKeyRights rights;
  private final KeySpending spending;
  private final UseRecord record;
  private final InstantSource clock;

  ApiKeyVerifier(
      ApiKeyFormat format,
      KeyLeases leases,
      ApiKeyRights rights,
      KeySpending spending,
      UseRecord record,
      InstantSource clock) {
    this.format = format;
    this.leases = leases;
    this.rights = rights;
    this.spending = spending;
    this.record = record;
    this.clock = clock;
  }

  /**
   * Verifies a key for one use, and counts it.
   *
   * @throws dev.gatehouse.storage.StoreException if the store must be asked and does not answer
   * @throws IllegalArgumentException if nobody declared a permission that the use requires
   */
  public Verification verify(Secret key, KeyUse use) {
    Optional<Digest> digest = format.digest(key);
    if (digest.isEmpty()) {
      return Verification.Refused.MALFORMED;
    }
    Optional<KeyState> state = leases.find(digest.get());
    if (state.isEmpty()) {
      record.unknown(use);
      return Verification.Refused.UNKNOWN;
    }
    return judge(state.get(), use, clock.instant());
  }

  private Verification judge(KeyState state, KeyUse use, Instant now) {
    Optional<Verification.Refused> refusal = refusal(state, use, now);
    Verification result = refusal.isPresent() ? refusal.get() : spending.spend(state, use, now);
    if (result instanceof Verification.Refused refused) {
      record.refused(state, refused, use, now);
    } else {
      record.accepted(state, use, now);
    }
    return result;
  }

  private Optional<Verification.Refused> refusal(KeyState state, KeyUse use, Instant now) {
    ApiKey key = state.key();
    Optional<KeyRefusal> dead = state.deadAt(now);
    if (dead.isPresent()) {
      return Optional.of(Verification.Refused.of(dead.get(), key));
    }
    if (!isAllowedFrom(key.settings().allowFrom(), use.client())) {
      return Optional.of(Verification.Refused.of(KeyRefusal.NETWORK_NOT_ALLOWED, key));
    }
    for (Permission required : use.required()) {
      if (!rights.allows(state.principal(), state.granted(), key.owner(), required)) {
        return Optional.of(Verification.Refused.lacking(required, key));
      }
    }
    return use.condition().test(state.principal())
        ? Optional.empty()
        : Optional.of(Verification.Refused.of(KeyRefusal.NOT_ADMITTED, key));
  }

  /** A client without a readable address is nowhere, and so not in any block. */
  private static boolean isAllowedFrom(List<Cidr> blocks, ClientInfo client) {
    if (blocks.isEmpty()) {
      return true;
    }
    Optional<InetAddress> address = IpAddress.parse(client.address());
    return address.isPresent() && blocks.stream().anyMatch(block -> block.contains(address.get()));
  }

  /** Returns how the copies of keys have served so far. */
  public CacheCounts counts() {
    return leases.counts();
  }
}
