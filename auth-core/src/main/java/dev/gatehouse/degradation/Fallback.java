package dev.gatehouse.degradation;

import dev.gatehouse.throttle.FailureMode;
import java.time.Duration;

/**
 * What one part does while one backend is lost.
 *
 * @param bound how old an answer may be; zero unless STALE
 */
public record Fallback(Kind kind, Duration bound) {
  /** The ways there are. */
  public enum Kind {
    /** Works as ever: it does not need that backend. */
    UNAFFECTED,
    /** Asks the store instead: slower, and right. */
    STORE,
    /** Answers from copies within the bound. What has no such copy is refused if the store is lost. */
    STALE,
    /** Each node does it for itself. */
    LOCAL,
    /** Lets everything through. */
    OPEN,
    /** Refuses with {@code store_unavailable}; nothing is half done. */
    CLOSED
  }

  /** Returns a way without a bound. */
  public static Fallback of(Kind kind) {
    return new Fallback(kind, Duration.ZERO);
  }

  /** Returns answers from copies up to an age; without any age, that is a refusal. */
  public static Fallback stale(Duration bound) {
    return bound.isZero() ? of(Kind.CLOSED) : new Fallback(Kind.STALE, bound);
  }

  /** Returns the way of a limit. */
  public static Fallback of(FailureMode mode) {
    return of(Kind.valueOf(mode.name()));
  }

  /** Returns it in words, for example {@code copies up to 5 s old}. */
  @Override
  public String toString() {
    return switch (kind) {
      case UNAFFECTED -> "as ever";
      case STORE -> "asks the store";
      case STALE -> "copies up to " + seconds() + " s old";
      case LOCAL -> "each node its share";
      case OPEN -> "let through";
      case CLOSED -> "503";
    };
  }

  private String seconds() {
    return java.math.BigDecimal.valueOf(bound.toMillis(), 3)
        .stripTrailingZeros()
        .toPlainString();
  }
}
