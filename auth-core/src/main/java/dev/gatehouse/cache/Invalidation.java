package dev.gatehouse.cache;

import java.util.Locale;
import java.util.Optional;

/**
 * Word that copies of something are out of date.
 *
 * @param id the text form of what changed; never personal data
 */
public record Invalidation(Kind kind, String id) {
  /** What can change. */
  public enum Kind {
    /** Status, epoch or credentials of an account: all of its sessions are asked anew. */
    USER,
    /** One session. */
    SESSION,
    /** Status, audiences or epoch of a service. */
    SERVICE,
    /** The set of signing keys; the id is empty. */
    SIGNING_KEYS,
    /** The API keys of one family, and its credits; the id is the family's. */
    API_KEY,
    /** What roles there are and what they hold; the id is empty. */
    ROLES,
    /** The roles of one subject: its kind and id, as in {@code user:0190…}. */
    SUBJECT_ROLES
  }

  /** Returns the form that travels between nodes: {@code kind:id}. */
  public String encode() {
    return kind.name().toLowerCase(Locale.ROOT) + ':' + id;
  }

  /** Reads the travelling form; empty for a kind that a newer node invented. */
  public static Optional<Invalidation> decode(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String kind = text.substring(0, colon).toUpperCase(Locale.ROOT);
    for (Kind known : Kind.values()) {
      if (known.name().equals(kind)) {
        return Optional.of(new Invalidation(known, text.substring(colon + 1)));
      }
    }
    return Optional.empty();
  }
}
