package dev.gatehouse.token;

import dev.gatehouse.crypto.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the JWK set (RFC 7517, 5) of an issuer. A key that is none of ours, not sound, or not for signatures is left out;
 * a set that names a key twice, or holds more keys than any of ours, is refused as a whole.
 */
final class PublishedKeys {
  private static final Logger log = LoggerFactory.getLogger(RemoteTokens.class);
  private static final int MOST = 50;
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String PRIVATE = "d";

  private PublishedKeys() {}

  /**
   * Returns the keys of a set; those that are in {@code known} already are the same objects.
   *
   * @throws IllegalArgumentException if the text is no key set, or none to be trusted
   */
  static KeySet read(String json, KeySet known) {
    List<LoadedKey> keys = new ArrayList<>();
    for (Object entry : entries(json)) {
      read(entry, known).ifPresent(keys::add);
    }
    try {
      return new KeySet(keys);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("the key set names a key twice", e);
    }
  }

  private static List<?> entries(String json) {
    try {
      if (JsonUtil.parseJson(json).get("keys") instanceof List<?> entries
          && entries.size() <= MOST) {
        return entries;
      }
    } catch (JoseException e) {
      // The cause is left out: the library's messages hold what they could not read.
    }
    throw new IllegalArgumentException("the answer is no key set of at most " + MOST + " keys");
  }

  private static Optional<LoadedKey> read(Object entry, KeySet known) {
    Map<String, Object> members = new HashMap<>();
    if (entry instanceof Map<?, ?> map) {
      map.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    Optional<TokenAlgorithm> algorithm = algorithm(members.get("alg"));
    boolean usable = members.get("kid") instanceof String kid
        && KID.matcher(kid).matches()
        && "sig".equals(members.get("use"))
        && !members.containsKey(PRIVATE)
        && !members.containsKey("key_ops");
    if (!usable || algorithm.isEmpty()) {
      return Optional.empty();
    }
    return load(members, algorithm.get(), known);
  }

  private static Optional<LoadedKey> load(
      Map<String, Object> members, TokenAlgorithm algorithm, KeySet known) {
    String kid = String.valueOf(members.get("kid"));
    try {
      JsonWebKey jwk = JsonWebKey.Factory.newJwk(members);
      SigningKeyRecord stored = record(kid, algorithm, jwk);
      Optional<LoadedKey> same = known.find(stored);
      return same.isPresent()
          ? same
          : Optional.of(
              new LoadedKey(stored, PublicJwsKey.of(jwk, algorithm), TokenHeader.written(stored)));
    } catch (JoseException | RuntimeException e) {
      log.warn("the published key {} is left out: it is not sound", kid);
      return Optional.empty();
    }
  }

  /** Its issuer publishes a key exactly as long as it may be used. */
  private static SigningKeyRecord record(String kid, TokenAlgorithm algorithm, JsonWebKey jwk) {
    return new SigningKeyRecord(
        kid,
        algorithm,
        jwk.toJson(OutputControlLevel.PUBLIC_ONLY),
        Sealed.nothing(),
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.MAX,
        Instant.MAX);
  }

  private static Optional<TokenAlgorithm> algorithm(@Nullable Object name) {
    for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
      if (algorithm != TokenAlgorithm.HS256 && algorithm.jws().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
