package dev.gatehouse.token;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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
  private final KeyBackend backend;
  private final KeyRotation rotation;
  private final CurrentKeys current;
  private final InstantSource clock;

  /**
   * Loads the keys; creates the first one if there is none.
   *
   * @throws IllegalStateException if a key that is not gone cannot be opened (AUTH-1103); one that turns out
   *     not to be sound when it is first used signs and verifies nothing, and another takes its place
   * @throws dev.gatehouse.storage.StoreException if the store cannot be read
   */
  public SigningKeys(
      KeyBackend backend,
      KeyRing ring,
      RandomSource random,
      InstantSource clock,
      TokenPolicy policy) {
    KeyFactory factory = new KeyFactory(ring, random, new Ids(clock, random));
    this.backend = backend;
    this.rotation = new KeyRotation(backend, factory, policy);
    this.current = new CurrentKeys(backend.store(), factory, policy);
    this.clock = clock;
    backend.invalidations().subscribe(this::hear, this::look);
    Instant now = clock.instant();
    current.load(now, true);
    if (!current.hasActive(now)) {
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
    List<SigningKeyRecord> stored = current.load(now, false);
    rotation.maintain(stored, now, current.signer(now).isPresent());
    current.load(now, false);
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

  /** Reads the material of the keys, which the first token would wait for; what is not sound is an error in the log. */
  public void warmUp() {
    current.known().warmUp();
  }

  /** Returns all stored keys, oldest first, those that are gone since yesterday included. */
  public List<SigningKeyRecord> list() {
    return backend.store().list();
  }

  /** Returns how the keys stand as this node knows them; asks nobody. */
  public SigningKeyStatus status() {
    return current.known().status(current.algorithm(), clock.instant());
  }

  /**
   * Returns how the keys stand, after a look at the store if this node's copy is older than a minute. While the store cannot
   * be read, the last known keys go on.
   */
  public SigningKeyStatus check() {
    Instant now = clock.instant();
    return current(now).status(current.algorithm(), now);
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
    return current.at(now);
  }

  /** Returns the keys that verify, as this node knows them. */
  VerificationKeys verification() {
    return current;
  }

  /** Returns the key that signs now. */
  LoadedKey signer() {
    Instant now = clock.instant();
    return current.signer(now).orElseGet(() -> replacement(now));
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
        .signer(now)
        .orElseThrow(() -> new IllegalStateException(
            "no signing key is active at " + now + "; are the clocks of all nodes right?"));
  }

  private void hear(Invalidation message) {
    if (message.kind() == Invalidation.Kind.SIGNING_KEYS) {
      look();
    }
  }

  private void look() {
    current.look(clock.instant());
  }
}
