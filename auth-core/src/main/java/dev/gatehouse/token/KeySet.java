package dev.gatehouse.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys as they were at one moment. Immutable. Headers are compared, never parsed: only the fixed segments of our
 * own keys name a key, so no token can choose an algorithm, bring a key or add a parameter.
 */
final class KeySet {
  private final List<LoadedKey> keys;
  private final Map<String, LoadedKey> byHeader = new HashMap<>();

  KeySet(List<LoadedKey> keys) {
    this.keys = List.copyOf(keys);
    for (LoadedKey key : keys) {
      for (String header : TokenHeader.accepted(key.stored())) {
        if (byHeader.put(header, key) != null) {
          throw new IllegalStateException(
              "two signing keys are named " + key.stored().kid());
        }
      }
    }
  }

  /** Reads what has not been read of the keys yet, so that no token waits for it. */
  void warmUp() {
    keys.forEach(LoadedKey::isSound);
  }

  /** Tells whether this very key is still here, its dates unchanged. */
  boolean holds(LoadedKey key) {
    return key.equals(byHeader.get(key.header()));
  }

  /** Tells whether the segment names a key, whatever the key may do now. */
  boolean knows(String header) {
    return byHeader.containsKey(header);
  }

  /** Returns the key that the segment names if it may have signed; null if there is none. */
  @Nullable
  LoadedKey verifier(String header, Instant now, Duration clockSkew) {
    LoadedKey key = byHeader.get(header);
    return key != null && key.verifiesAt(now, clockSkew) ? key : null;
  }

  /** Tells whether a key of an algorithm is active, whatever its material may turn out to be. */
  boolean hasActive(TokenAlgorithm algorithm, Instant now) {
    return active(algorithm, now).findAny().isPresent();
  }

  /** Returns the newest active key of an algorithm that is sound. */
  Optional<LoadedKey> signer(TokenAlgorithm algorithm, Instant now) {
    Comparator<LoadedKey> byAge = Comparator.comparing(key -> key.stored().activeAt());
    return active(algorithm, now)
        .sorted(byAge.reversed())
        .filter(LoadedKey::isSound)
        .findFirst();
  }

  private Stream<LoadedKey> active(TokenAlgorithm algorithm, Instant now) {
    return keys.stream().filter(key -> key.stored().algorithm() == algorithm && key.signsAt(now));
  }

  /** Returns how the keys stand for tokens of an algorithm. */
  SigningKeyStatus status(TokenAlgorithm algorithm, Instant now) {
    Optional<SigningKeyRecord> signer = signer(algorithm, now).map(LoadedKey::stored);
    long verifying =
        keys.stream().filter(key -> key.stored().stateAt(now) != KeyState.GONE).count();
    return new SigningKeyStatus(
        now,
        signer.map(SigningKeyRecord::kid),
        signer.map(SigningKeyRecord::activeAt),
        signer.map(SigningKeyRecord::passiveAt),
        Math.toIntExact(verifying));
  }

  /** Returns the opened form of a record that has not changed since. */
  Optional<LoadedKey> find(SigningKeyRecord stored) {
    return keys.stream().filter(key -> key.stored().equals(stored)).findFirst();
  }

  /** Returns the JWK set (RFC 7517, 5) of the public halves that verify now or soon; none of an unsound key. */
  String jwks(Instant now) {
    return keys.stream()
        .filter(key -> key.stored().algorithm() != TokenAlgorithm.HS256)
        .filter(key -> key.stored().stateAt(now) != KeyState.GONE)
        .filter(LoadedKey::isSound)
        .map(key -> key.stored().publicJwk())
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }
}
