package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import java.util.Locale;

/**
 * One count of failed guesses.
 *
 * @param key a keyed digest, so that a store names nobody
 */
public record Lane(Kind kind, Digest key, LaneRule rule) {
  /** What is counted. */
  public enum Kind {
    /** Guesses at one login name, wherever they come from; from known devices excepted. */
    IDENTIFIER,
    /** Guesses from one address, whomever they are about. */
    SOURCE,
    /** Guesses at one login name from one address. */
    PAIR,
    /** Guesses at one login name from one device that its owner has logged in with. */
    DEVICE,
    /** Guesses at the password of one account within its sessions: step-up and change of password. */
    SESSION
  }

  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
