package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Marks of devices that an owner has logged in with (OWASP: device cookies). A mark opens nothing: it gives guesses at one
 * login name from one device a count of their own, so that strangers who guess cannot lock its owner out.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A mark is random, ends by itself, and is signed for one login name under a key of its own; any other name, any change
 * and any other application secret make it worthless. Every login replaces it. Whoever steals one gets no more guesses with
 * it than anybody gets without. That a mark is genuine can be told without the name, and which of two marks belong to one
 * name, but not what name that is.
 */
public final class KnownDevices {
  private static final String PURPOSE = "known-device";
  private static final String NAME_PURPOSE = "known-device-name";
  private static final int NONCE_BYTES = 16;
  private static final int NAME_BYTES = 16;
  private static final int BODY_BYTES = Long.BYTES + NONCE_BYTES + NAME_BYTES;
  private static final int MAC_BYTES = 32;
  /** A browser may be known to a few accounts. */
  private static final int MOST = 4;

  private static final int LENGTH = 96;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing keys;
  private final RandomSource random;
  private final InstantSource clock;
  private final Duration lifetime;

  KnownDevices(KeyRing keys, RandomSource random, InstantSource clock, Duration lifetime) {
    this.keys = keys;
    this.random = random;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** Returns for how long a mark is good. */
  public Duration lifetime() {
    return lifetime;
  }

  /**
   * Returns a new mark of a device for a login name. It goes with those that the device has for others, and replaces the one
   * it has for this name.
   */
  public Secret mark(String identifier, Optional<Secret> present) {
    long end = clock.instant().plus(lifetime).getEpochSecond();
    byte[] body = ByteBuffer.allocate(BODY_BYTES)
        .putLong(end)
        .put(random.bytes(NONCE_BYTES))
        .put(keys.mac(NAME_PURPOSE, bytes(identifier)), 0, NAME_BYTES)
        .array();
    byte[] mac = keys.mac(PURPOSE, body);
    String fresh = BASE64.encodeToString(
        ByteBuffer.allocate(BODY_BYTES + MAC_BYTES).put(body).put(mac).array());
    Stream<String> others =
        marks(present).stream().filter(mark -> find(identifier, mark).isEmpty());
    return Secret.of(
        Stream.concat(Stream.of(fresh), others).limit(MOST).collect(Collectors.joining(".")));
  }

  /** Returns what identifies the device among those of a login name; empty if it is not known to it. */
  Optional<Digest> find(String identifier, Optional<Secret> presented) {
    return marks(presented).stream()
        .flatMap(mark -> find(identifier, mark).stream())
        .findFirst();
  }

  private Optional<Digest> find(String identifier, String mark) {
    return genuine(mark)
        .filter(body -> keys.verifyMac(NAME_PURPOSE, bytes(identifier), name(body)))
        .map(Digest::of);
  }

  /**
   * Returns the key under which requests from a known device count, whichever of the devices of its login name it is; empty
   * if the device is not known to any. One that is known to several counts for the first.
   */
  public Optional<LimitKey> limitKey(Optional<Secret> presented) {
    return marks(presented).stream()
        .flatMap(mark -> genuine(mark).stream())
        .findFirst()
        .map(body -> {
          ByteBuffer name = ByteBuffer.wrap(name(body));
          return new LimitKey(LimitKey.Kind.DEVICES, name.getLong(), name.getLong());
        });
  }

  /** Returns what a mark says, if it is ours and its time is not over. */
  private Optional<byte[]> genuine(String mark) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(mark);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(bytes, BODY_BYTES);
    byte[] mac = Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length);
    boolean good = keys.verifyMac(PURPOSE, body, mac)
        && clock.instant().isBefore(Instant.ofEpochSecond(ByteBuffer.wrap(body).getLong()));
    return good ? Optional.of(body) : Optional.empty();
  }

  private static List<String> marks(Optional<Secret> presented) {
    String text = presented.map(Secret::reveal).orElse("");
    return text.length() > (LENGTH + 1) * MOST
        ? List.of()
        : Stream.of(text.split("\\.", -1))
            .filter(mark -> mark.length() == LENGTH)
            .toList();
  }

  private static byte[] name(byte[] body) {
    return Arrays.copyOfRange(body, Long.BYTES + NONCE_BYTES, BODY_BYTES);
  }

  private static byte[] bytes(String identifier) {
    return identifier.getBytes(StandardCharsets.UTF_8);
  }
}
