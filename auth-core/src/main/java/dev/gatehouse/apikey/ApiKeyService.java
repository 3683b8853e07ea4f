package dev.gatehouse.apikey;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * API keys from issue to end. Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>The secret of a key is in the answer that issues it and nowhere else, ever: only its SHA-256 is stored. Nobody can
 * make, widen or rotate a key with rights they do not hold; the application itself ({@code Actor.system}) may. Once a call
 * that ends a key has returned, this node refuses it at once, and every other node at the latest when its lease is over.
 * Whether the actor may act on that owner's keys at all is for the caller to have decided; {@link #find(Subject,
 * ApiKeyId)} confines a look-up to one owner.
 */
public final class ApiKeyService {
  private final ApiKeyStore keys;
  private final KeyOwners owners;
  private final KeyRules rules;
  private final GrantCheck grants;
  private final KeyChanges changes;
  private final ApiKeyFormat format;
  private final ApiKeyPolicy policy;
  private final RandomSource random;
  private final Surroundings around;

  ApiKeyService(
      ApiKeyBackend backend,
      GrantCheck grants,
      ApiKeyFormat format,
      ApiKeyPolicy policy,
      RandomSource random,
      Surroundings around) {
    this.keys = backend.keys();
    this.owners = backend.owners();
    this.rules = new KeyRules(policy);
    this.grants = grants;
    this.changes = new KeyChanges(backend.keys(), around);
    this.format = format;
    this.policy = policy;
    this.random = random;
    this.around = around;
  }

  /**
   * Issues a key to an owner.
   *
   * @throws AuthException VALIDATION_FAILED; PERMISSION_NOT_HELD if the actor does not hold everything that the key shall
   *     be granted; PERMISSION_DENIED if the actor may make no such key; NOT_FOUND if there is no such owner that may
   *     act; LIMIT_REACHED if the owner has as many live keys as allowed
   */
  public IssuedApiKey create(Subject owner, NewApiKey wanted, Actor by, ClientInfo client) {
    Instant now = around.now();
    rules.require(wanted.settings(), owner);
    Secret secret = format.issue(random);
    ApiKey key = new ApiKey(
        new ApiKeyId(around.ids().next()),
        new ApiKeyFamilyId(around.ids().next()),
        owner,
        format.start(secret),
        wanted.settings(),
        ApiKeyStatus.ACTIVE,
        "",
        now,
        rules.expiry(wanted, now),
        Optional.empty(),
        Optional.empty(),
        "",
        0);
    around.transactions().run(() -> {
      grants.requireMayCreate(key, by, client);
      requireOwner(owner, now);
      insert(key, secret, wanted.credits(), by, client);
    });
    return new IssuedApiKey(key, secret);
  }

  private void insert(
      ApiKey key, Secret secret, Optional<Credits> credits, Actor by, ClientInfo client) {
    if (!keys.insert(key, format.digest(secret).orElseThrow(), credits, policy.maxPerOwner())) {
      throw new AuthException(
          ErrorCode.LIMIT_REACHED,
          "There are " + policy.maxPerOwner() + " live keys already; revoke one first.");
    }
    around
        .events()
        .record(KeyEvents.given(
            KeyEvents.about(EventType.API_KEY_CREATED, key, client).by(by), key));
  }

  private void requireOwner(Subject owner, Instant now) {
    if (owners.find(owner).filter(state -> state.mayActAt(now)).isEmpty()) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is no such owner that may act.");
    }
  }

  /** Returns a key, whatever its status. */
  public Optional<ApiKey> find(ApiKeyId id) {
    return keys.find(id);
  }

  /** Returns a key of an owner, whatever its status; empty also if it is somebody else's. */
  public Optional<ApiKey> find(Subject owner, ApiKeyId id) {
    return keys.find(id).filter(key -> key.owner().equals(owner));
  }

  /** Returns a page of keys, newest first, expired ones included. */
  public ApiKeyPage list(ApiKeyQuery query) {
    List<ApiKey> found = keys.list(query);
    Optional<ApiKeyId> next = found.size() < query.limit()
        ? Optional.empty()
        : Optional.of(found.get(found.size() - 1).id());
    return new ApiKeyPage(found, next);
  }

  /**
   * Changes the settings of a key that is not revoked. The function may be called several times: it always gets the
   * settings as they are.
   *
   * @throws AuthException NOT_FOUND; VALIDATION_FAILED; PERMISSION_NOT_HELD if it grants more than the key has now and the
   *     actor does not hold that, or lets it be used from other addresses and the actor is not the owner and does not hold what
   *     the key was granted; VERSION_CONFLICT if the key is revoked
   */
  public ApiKey update(
      ApiKeyId id, UnaryOperator<ApiKeySettings> change, Actor by, ClientInfo client) {
    return around
        .transactions()
        .call(() -> changes.apply(id, by, client, EventType.API_KEY_UPDATED, key -> {
          KeyChanges.require(key, key.status() != ApiKeyStatus.REVOKED, "The key is revoked.");
          ApiKeySettings wanted = change.apply(key.settings());
          rules.require(wanted, key.owner());
          if (!wanted.allowFrom().equals(key.settings().allowFrom())) {
            // From other addresses it may be of use to others.
            grants.requireMayKeep(key, key.expiresAt(), by, client);
          }
          grants.requireMayGrant(key, added(key.settings(), wanted), by, client);
          return key.with(wanted);
        }));
  }

  /** What is granted newly; everything, if the key is to be detached newly: its owner bounds it no longer. */
  private static ApiKeySettings added(ApiKeySettings before, ApiKeySettings after) {
    if (after.detached() && !before.detached()) {
      return after;
    }
    return after
        .withRoles(after.roles().stream()
            .filter(role -> !before.roles().contains(role))
            .toList())
        .withPermissions(after.permissions().stream()
            .filter(permission -> !before.permissions().contains(permission))
            .toList());
  }

  /**
   * Lets an ACTIVE key live for so long from now, longer or shorter than it would have.
   *
   * @throws AuthException NOT_FOUND; VALIDATION_FAILED if the policy allows no such lifetime; VERSION_CONFLICT if the key
   *     is not ACTIVE or has expired; PERMISSION_DENIED for a key that asks
   */
  public ApiKey expireIn(ApiKeyId id, Duration lifetime, Actor by, ClientInfo client) {
    Instant now = around.now();
    Instant end = rules.end(lifetime, now);
    return changes.apply(id, by, client, EventType.API_KEY_UPDATED, key -> {
      KeyChanges.require(key, isLive(key, now), "Only a live key can be given another end.");
      grants.requireMayKeep(key, Optional.of(end), by, client);
      return key.ending(key.status(), key.statusReason(), Optional.of(end));
    });
  }

  /**
   * Switches an ACTIVE key off until {@link #enable}.
   *
   * @throws AuthException NOT_FOUND; VERSION_CONFLICT if the key is not ACTIVE
   */
  public ApiKey disable(ApiKeyId id, String reason, Actor by, ClientInfo client) {
    return changes.apply(id, by, client, EventType.API_KEY_UPDATED, key -> {
      KeyChanges.require(
          key, key.status() == ApiKeyStatus.ACTIVE, "Only an active key can be switched off.");
      return key.with(ApiKeyStatus.DISABLED, KeyRules.reason(reason));
    });
  }

  /**
   * Switches a DISABLED key on.
   *
   * @throws AuthException NOT_FOUND; VERSION_CONFLICT if the key is not DISABLED; PERMISSION_DENIED for a key that asks
   */
  public ApiKey enable(ApiKeyId id, Actor by, ClientInfo client) {
    return changes.apply(id, by, client, EventType.API_KEY_UPDATED, key -> {
      KeyChanges.require(
          key, key.status() == ApiKeyStatus.DISABLED, "Only a disabled key can be switched on.");
      grants.requireMayKeep(key, key.expiresAt(), by, client);
      return key.with(ApiKeyStatus.ACTIVE, "");
    });
  }

  /**
   * Takes a key under suspicion out of use for good; it can only be rotated, without overlap, or revoked. A ROTATING key
   * is revoked.
   *
   * @throws AuthException NOT_FOUND; VERSION_CONFLICT if the key is revoked
   */
  public ApiKey quarantine(ApiKeyId id, String reason, Actor by, ClientInfo client) {
    return changes.apply(id, by, client, EventType.API_KEY_UPDATED, key -> {
      KeyChanges.require(key, key.status() != ApiKeyStatus.REVOKED, "The key is revoked.");
      // It has its successor already: rotated again, it would have a second one beside all limits.
      boolean replaced = key.status() == ApiKeyStatus.ROTATING;
      return key.with(
          replaced ? ApiKeyStatus.REVOKED : ApiKeyStatus.QUARANTINED, KeyRules.reason(reason));
    });
  }

  /**
   * Ends a key for ever; false if it was revoked before.
   *
   * @throws AuthException NOT_FOUND
   */
  public boolean revoke(ApiKeyId id, String reason, Actor by, ClientInfo client) {
    return changes.revoke(id, KeyRules.reason(reason), by, client);
  }

  /** Rotates a key as {@link #rotate(ApiKeyId, Duration, Actor, ClientInfo)} does, with the overlap of the policy. */
  public RotatedApiKey rotate(ApiKeyId id, Actor by, ClientInfo client) {
    return rotate(id, policy.overlap(), by, client);
  }

  /**
   * Replaces a key by one with a new secret, the same settings and as long a life. The former works on for the overlap;
   * with none, or if it is quarantined, it is revoked at once. A former that was rotating already is revoked. Of
   * concurrent rotations of one key, one succeeds.
   *
   * @param overlap 0 to 30 days
   * @throws AuthException NOT_FOUND; VALIDATION_FAILED; VERSION_CONFLICT if the key is neither ACTIVE nor QUARANTINED, or
   *     has expired; PERMISSION_NOT_HELD if the actor is not the owner and does not hold what the key was granted
   */
  public RotatedApiKey rotate(ApiKeyId id, Duration overlap, Actor by, ClientInfo client) {
    KeyRules.requireOverlap(overlap);
    Secret secret = format.issue(random);
    return changes.rotate(id, by, client, (key, now) -> {
      boolean leaked = key.status() == ApiKeyStatus.QUARANTINED;
      KeyChanges.require(
          key,
          isLive(key, now) || (leaked && !key.isExpiredAt(now)),
          "Only a live key can be rotated.");
      grants.requireMayKeep(key, rules.successorExpiry(key, now), by, client);
      ApiKey former = leaked || overlap.isZero()
          ? key.with(ApiKeyStatus.REVOKED, "rotated")
          : key.ending(ApiKeyStatus.ROTATING, "rotated", overlapEnd(key, now.plus(overlap)));
      return new KeyChanges.Rotation(
          former, successor(key, secret, now), secret, format.digest(secret).orElseThrow());
    });
  }

  private static boolean isLive(ApiKey key, Instant now) {
    return key.status() == ApiKeyStatus.ACTIVE && !key.isExpiredAt(now);
  }

  private static Optional<Instant> overlapEnd(ApiKey key, Instant end) {
    return Optional.of(key.expiresAt().filter(own -> own.isBefore(end)).orElse(end));
  }

  private ApiKey successor(ApiKey key, Secret secret, Instant now) {
    return new ApiKey(
        new ApiKeyId(around.ids().next()),
        key.family(),
        key.owner(),
        format.start(secret),
        key.settings(),
        ApiKeyStatus.ACTIVE,
        "",
        now,
        rules.successorExpiry(key, now),
        Optional.of(key.id()),
        Optional.empty(),
        "",
        0);
  }
}
