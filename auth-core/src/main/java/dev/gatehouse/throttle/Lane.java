package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.util.Locale;

/**
 * One count of failed guesses.
 *
 * @param key a keyed digest, so that a store names nobody
 * @param subject what all lanes about one login name have in common, a keyed digest, too
 * @param label whom it is about, sealed
 */
public record Lane(Kind kind, Digest key, LaneRule rule, Digest subject, Sealed label) {
  /** Makes a lane that has nothing in common with others, and of which nobody learns whom it is about. */
  public Lane(Kind kind, Digest key, LaneRule rule) {
    this(kind, key, rule, key, Sealed.nothing());
  }

  Lane about(Digest newSubject, Sealed newLabel) {
    return new Lane(kind, key, rule, newSubject, newLabel);
  }

  /** What is counted. */
  public enum Kind {
    /** Guesses at one login name, wherever they come from; from known devices excepted. */
    IDENTIFIER,
    /** Guesses from one address, whomever they are about. */
    SOURCE,
    /** Guesses at one login name from one address. */
    PAIR,
    /** Guesses at one login name from all devices that its owner has logged in with. */
    DEVICES,
    /** Guesses at one login name from one of them. */
    DEVICE,
    /** Guesses at the password of one account within its sessions: step-up and change of password. */
    SESSION
  }

  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
