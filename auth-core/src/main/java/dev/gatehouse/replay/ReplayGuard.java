package dev.gatehouse.replay;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Tells the first use of an id from every later one, for one purpose. Safe for use by many threads. */
public final class ReplayGuard {
  private static final Pattern PURPOSE = Pattern.compile("[a-z0-9.-]{1,64}");

  /** Clocks of nodes differ: what is over here may still be good there. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final String purpose;
  private final ReplayStore store;
  private final InstantSource clock;
  private final Consumer<EventDraft> denials;

  ReplayGuard(
      String purpose, ReplayStore store, InstantSource clock, Consumer<EventDraft> denials) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException(
          "a purpose has 1 to 64 characters of a-z 0-9 . and -, was \"" + purpose + "\"");
    }
    this.purpose = purpose;
    this.store = store;
    this.clock = clock;
    this.denials = denials;
  }

  /**
   * Uses an id. Take both instants from what was signed, and judge signature, issuer and receiver before: an unsigned id fills
   * the store, and an end that the caller counts from now on makes an old id young again. A replay is recorded as
   * {@code replay.refused}.
   *
   * <p>With the store of the storage this joins the caller's unit of work: what is rolled back was no use. Call it outside of one
   * if an attempt that fails later shall count.
   *
   * @param id compared to the character
   * @param issuedAt when the id came to be, at the latest, and not before 1970; a store that can forget cannot tell about one that
   *     is more than a minute to come
   * @param expiresAt from when on the caller refuses the id without asking
   * @throws dev.gatehouse.storage.StoreException if that cannot be told at the moment: refuse. The id may count as used
   */
  public ReplayVerdict use(String id, Instant issuedAt, Instant expiresAt) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (id.isBlank()
        || id.length() > ReplayProtection.MOST_CHARACTERS
        || issuedAt.isBefore(Instant.EPOCH)
        || !issuedAt.isBefore(expiresAt)) {
      return ReplayVerdict.MALFORMED;
    }
    if (!now.isBefore(expiresAt)) {
      return ReplayVerdict.EXPIRED;
    }
    if (expiresAt.isAfter(now.plus(ReplayProtection.LONGEST))) {
      return ReplayVerdict.TOO_LONG;
    }
    return claim(id, issuedAt, expiresAt.plus(CLOCKS_DIFFER), now);
  }

  private ReplayVerdict claim(String id, Instant issuedAt, Instant keptUntil, Instant now) {
    // No purpose holds a colon, so that no two pairs are one text. There is no key in it: an entry
    // must be found again after
    // a change of the application's secret.
    if (store.claim(Digest.of(purpose + ':' + id), issuedAt, keptUntil, now)) {
      return ReplayVerdict.FIRST_USE;
    }
    denials.accept(EventDraft.of(EventType.REPLAY_REFUSED, ClientInfo.none())
        .refused("replayed")
        .with("purpose", purpose));
    return ReplayVerdict.REPLAYED;
  }
}
