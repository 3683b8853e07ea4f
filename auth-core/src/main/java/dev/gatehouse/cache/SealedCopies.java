package dev.gatehouse.cache;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * Values as they lie in a shared cache: sealed for their name and form, together with when the store was asked, by two clocks.
 * Whoever can write there can neither make one nor move one to another name; putting an old one back gains nothing beyond its
 * lease.
 */
final class SealedCopies<V> {
  static final String SEED_MARK = "?";

  /** Ends with the version of the envelope: nodes that read another one believe nothing they find. */
  private static final String PURPOSE = "shared-copies/2";

  private static final int LONGEST = 16_384;

  /** Clocks of two nodes may differ by so much; a copy from a later future than that has no age that could be told. */
  private static final Duration SKEW = Duration.ofSeconds(1);

  private static final Duration NOBODY_KNOWS = Duration.ofDays(1);

  private final CopyForm<V> form;
  private final KeyRing keys;
  private final InstantSource clock;

  SealedCopies(CopyForm<V> form, KeyRing keys, InstantSource clock) {
    this.form = form;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * One question to the store.
   *
   * @param at before it was asked, by the clock of this node
   * @param seenAt before that, by the clock of the cache
   * @param owners what the names of the owners held before it was asked
   */
  record Reading(Instant at, Instant seenAt, String owners) {}

  /** A copy that was opened. */
  record Opened<V>(V value, Reading reading) {
    /** Returns the greater of two ages: one by the clock of the cache, the other by the clocks of the nodes. */
    Duration age(Instant cacheNow, Instant now) {
      Duration byCache = Duration.between(reading.seenAt(), cacheNow);
      Duration byClock = Duration.between(reading.at(), now);
      if (byCache.isNegative() || byClock.plus(SKEW).isNegative()) {
        return NOBODY_KNOWS;
      }
      return byCache.compareTo(byClock) > 0 ? byCache : byClock;
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Returns the text of a copy; empty if other nodes may not have this one. */
  Optional<String> seal(String name, V value, Reading reading) {
    if (!form.isShared(value)) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(reading.at().toEpochMilli());
      out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, reading.seenAt()));
      out.writeUTF(reading.owners());
      form.write(value, out);
    } catch (IOException e) {
      return Optional.empty();
    }
    Sealed sealed = keys.seal(PURPOSE, context(name), bytes.toByteArray());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.bytes());
    return text.length() > LONGEST ? Optional.empty() : Optional.of(text);
  }

  /** Returns what was sealed; empty if none of us did, or in another form. */
  Optional<Opened<V>> open(String name, String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      Sealed sealed = Sealed.of(Base64.getUrlDecoder().decode(text));
      // An old secret may be why it was changed: what was sealed under it is no longer believed
      // here.
      Optional<byte[]> plain =
          keys.isCurrent(sealed) ? keys.open(PURPOSE, context(name), sealed) : Optional.empty();
      return plain.isEmpty() ? Optional.empty() : Optional.of(read(plain.get()));
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  private Opened<V> read(byte[] plain) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
      Instant readAt = Instant.ofEpochMilli(in.readLong());
      Instant seenAt = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
      String owners = in.readUTF();
      V value = form.read(in);
      if (in.read() >= 0) {
        throw new IOException("a copy is longer than its form");
      }
      return new Opened<>(value, new Reading(readAt, seenAt, owners));
    }
  }

  private String context(String name) {
    return form.name() + ' ' + name;
  }
}
