package dev.gatehouse.token;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens, and their life: pending (published), active (signs), passive (verifies), gone.
 * Safe for use by many threads, and by many nodes over one store.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A key that was disabled verifies nothing on this node once {@link #disable} has committed, and nothing on other
 * nodes as soon as they hear of it: at once when messages flow, within a minute when one is lost. While the store
 * cannot be read, the last known keys go on, each to its own end. A token that names an unknown key makes this node
 * look at most once in 30 seconds, however many such tokens come.
 */
public final class SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(30);

  private final KeyBackend backend;
  private final KeyFactory factory;
  private final KeyRotation rotation;
  private final TokenPolicy policy;
  private final InstantSource clock;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile KeySet current = new KeySet(List.of());
  private volatile Pause nextLook;
  private volatile Pause nextUnknownKey;

  /**
   * Loads the keys; creates the first one if there is none.
   *
   * @throws IllegalStateException if a key that is not gone cannot be opened (AUTH-1103) or is not sound
   * @throws dev.gatehouse.storage.StoreException if the store cannot be read
   */
  public SigningKeys(
      KeyBackend backend,
      KeyRing ring,
      RandomSource random,
      InstantSource clock,
      TokenPolicy policy) {
    this.backend = backend;
    this.factory = new KeyFactory(ring, random, new Ids(clock, random));
    this.rotation = new KeyRotation(backend, factory, policy);
    this.policy = policy;
    this.clock = clock;
    Instant now = clock.instant();
    this.nextLook = new Pause(now, LEASE);
    this.nextUnknownKey = new Pause(now, Duration.ZERO);
    backend.invalidations().subscribe(this::hear, this::look);
    load(now, true);
    if (current.signer(policy.algorithm(), now).isEmpty()) {
      maintain();
    }
  }

  /**
   * Takes the step of the keys' life that is due, if any: publishes the successor a day (at most a tenth of a key's
   * life) before the active key ends, replaces a missing active key at once, deletes keys that have been gone for a
   * day. Call it every few minutes, on one node or on all: a second call changes nothing.
   *
   * @throws dev.gatehouse.storage.StoreException if the store cannot be reached
   */
  public void maintain() {
    Instant now = clock.instant();
    load(now, false);
    rotation.maintain(now, current.signer(policy.algorithm(), now).isPresent());
    load(now, false);
  }

  /**
   * Publishes a successor now that begins to sign in ten minutes and ends the present key. For routine; a key that
   * others may know is {@linkplain #disable disabled}.
   *
   * @return the successor, or empty if another rotation was faster
   */
  public Optional<SigningKeyRecord> rotate(Actor actor, ClientInfo client) {
    return rotation.rotate(clock.instant(), actor, client);
  }

  /**
   * Makes a key verify nothing from now on: every access token it signed is refused, and bearers must refresh. If it
   * was the only active one, a new key signs at once. A second call changes nothing.
   *
   * @return false if there is no such key
   */
  public boolean disable(String kid, Actor actor, ClientInfo client) {
    return rotation.disable(kid, clock.instant(), actor, client);
  }

  /** Returns all stored keys, oldest first, those that are gone since yesterday included. */
  public List<SigningKeyRecord> list() {
    return backend.store().list();
  }

  /**
   * Returns the JWK set (RFC 7517, 5) with the public halves of pending, active and passive keys. HS256 keys have
   * none. Others may cache it for 5 minutes.
   */
  public String jwks() {
    Instant now = clock.instant();
    return current(now).jwks(now);
  }

  /** Returns the keys as this node knows them, at most a minute old unless the store cannot be read. */
  KeySet current(Instant now) {
    if (nextLook.isOver(now) && loading.tryLock()) {
      try {
        if (nextLook.isOver(now)) {
          tryToLoad(now);
        }
      } finally {
        loading.unlock();
      }
    }
    return current;
  }

  /** Returns the key that a header segment names; null if this node and the store know none that may have signed. */
  @Nullable
  LoadedKey verifier(String header, Instant now) {
    KeySet known = current(now);
    if (!known.knows(header) && TokenHeader.isOurs(header)) {
      lookForUnknownKey(now);
      known = current;
    }
    return known.verifier(header, now, policy.clockSkew());
  }

  /** Returns the key that signs now. */
  LoadedKey signer() {
    Instant now = clock.instant();
    return current(now).signer(policy.algorithm(), now).orElseGet(() -> replacement(now));
  }

  private LoadedKey replacement(Instant now) {
    try {
      // On another thread: the key must be committed before it signs, in whatever unit of work the
      // caller is.
      CompletableFuture.runAsync(this::maintain).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return current
        .signer(policy.algorithm(), now)
        .orElseThrow(() -> new IllegalStateException(
            "no signing key is active at " + now + "; are the clocks of all nodes right?"));
  }

  private void hear(Invalidation message) {
    if (message.kind() == Invalidation.Kind.SIGNING_KEYS) {
      look();
    }
  }

  private void look() {
    loading.lock();
    try {
      tryToLoad(clock.instant());
    } finally {
      loading.unlock();
    }
  }

  private void lookForUnknownKey(Instant now) {
    loading.lock();
    try {
      // Whoever waited for the lock finds that somebody has just looked.
      if (nextUnknownKey.isOver(now)) {
        nextUnknownKey = new Pause(now, UNKNOWN_KEY_PAUSE);
        tryToLoad(now);
      }
    } finally {
      loading.unlock();
    }
  }

  private void tryToLoad(Instant now) {
    try {
      load(now, false);
    } catch (RuntimeException e) {
      nextLook = new Pause(now, RETRY);
      log.warn("signing keys could not be read; the last known ones go on", e);
    }
  }

  private void load(Instant now, boolean strict) {
    loading.lock();
    try {
      List<LoadedKey> keys = new ArrayList<>();
      for (SigningKeyRecord stored : backend.store().list()) {
        if (stored.stateAt(now) != KeyState.GONE) {
          open(stored, strict).ifPresent(keys::add);
        }
      }
      current = new KeySet(keys);
      nextLook = new Pause(now, LEASE);
    } finally {
      loading.unlock();
    }
  }

  private Optional<LoadedKey> open(SigningKeyRecord stored, boolean strict) {
    Optional<LoadedKey> known = current.find(stored);
    if (known.isPresent()) {
      return known;
    }
    try {
      return Optional.of(factory.open(stored));
    } catch (IllegalStateException e) {
      if (strict) {
        throw e;
      }
      // The others must go on, and a key that was disabled elsewhere must end here too.
      log.error("a signing key is left out: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** A pause that began at an instant; a clock that was set back ends it. */
  private record Pause(Instant from, Duration length) {
    boolean isOver(Instant now) {
      return now.isBefore(from) || !now.isBefore(from.plus(length));
    }
  }
}
