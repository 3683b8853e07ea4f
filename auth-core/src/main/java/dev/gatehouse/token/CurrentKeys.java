package dev.gatehouse.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of the stored keys. It is read anew after a minute, when another node says so, and when a token
 * names a key that is not in it, but for that reason at most once in 30 seconds. One thread reads at a time; while the
 * store cannot be read, the last copy stays.
 */
final class CurrentKeys implements VerificationKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(30);

  private final SigningKeyStore store;
  private final KeyFactory factory;
  private final TokenPolicy policy;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile KeySet current = new KeySet(List.of());
  private volatile Pause nextLook = new Pause(Instant.MIN, Duration.ZERO);
  private volatile Pause nextUnknownKey = new Pause(Instant.MIN, Duration.ZERO);

  CurrentKeys(SigningKeyStore store, KeyFactory factory, TokenPolicy policy) {
    this.store = store;
    this.factory = factory;
    this.policy = policy;
  }

  /** Returns the keys as this node knows them, at most a minute old unless the store cannot be read. */
  @Override
  public KeySet at(Instant now) {
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

  /** Returns the keys of the last copy, however old it is. */
  KeySet known() {
    return current;
  }

  /** Returns what new tokens are signed with. */
  TokenAlgorithm algorithm() {
    return policy.algorithm();
  }

  /** Tells whether there is a key to sign with, without a look at its material. */
  boolean hasActive(Instant now) {
    return at(now).hasActive(policy.algorithm(), now);
  }

  /** Returns the key of the policy's algorithm that signs now. */
  Optional<LoadedKey> signer(Instant now) {
    return at(now).signer(policy.algorithm(), now);
  }

  /** Returns the key that a header segment names; null if this node and the store know none that may have signed. */
  @Override
  public @Nullable LoadedKey verifier(String header, Instant now) {
    KeySet known = at(now);
    if (!known.knows(header) && TokenHeader.isOurs(header)) {
      lookForUnknownKey(now);
      known = current;
    }
    return known.verifier(header, now, policy.clockSkew());
  }

  /** Reads the store now; while it cannot be read, the last copy stays. */
  void look(Instant now) {
    loading.lock();
    try {
      tryToLoad(now);
    } finally {
      loading.unlock();
    }
  }

  /**
   * Reads the store now, and returns what it holds.
   *
   * @param strict whether a key that cannot be opened is an exception, or is left out
   */
  List<SigningKeyRecord> load(Instant now, boolean strict) {
    loading.lock();
    try {
      List<SigningKeyRecord> all = store.list();
      List<LoadedKey> keys = new ArrayList<>();
      for (SigningKeyRecord stored : all) {
        if (stored.stateAt(now) != KeyState.GONE) {
          open(stored, strict).ifPresent(keys::add);
        }
      }
      current = new KeySet(keys);
      nextLook = new Pause(now, LEASE);
      return all;
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
