package dev.gatehouse.throttle;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.time.Duration;
import java.util.List;

/** Whether a request may be served as far as rates go. */
public sealed interface ThrottleDecision {

  /** Returns how the caller stands with every limit that is enforced. */
  List<Standing> standings();

  /** Returns this decision if it is favourable; throws RATE_LIMITED with the time to wait if it is not. */
  ThrottleDecision orThrow();

  /** Every enforced limit let it through, and was charged. */
  sealed interface Allowed extends ThrottleDecision permits AllowedByOne, AllowedBySeveral {
    @Override
    default ThrottleDecision orThrow() {
      return this;
    }
  }

  /** One limit or more refused it, and none was charged. */
  record Refused(List<Standing> standings) implements ThrottleDecision {
    /** Copies the list. */
    public Refused {
      standings = List.copyOf(standings);
    }

    /** Returns how long to wait until all of them would let it through, if nobody else takes from them meanwhile. */
    public Duration retryAfter() {
      return standings.stream()
          .map(Standing::retryAfter)
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    /** Returns the names of the limits that refused it. */
    public List<String> violated() {
      return standings.stream()
          .filter(standing -> !standing.allowed())
          .map(standing -> standing.quota().name())
          .toList();
    }

    /** Returns the refusal for the caller. */
    public AuthException exception() {
      return new AuthException(ErrorCode.RATE_LIMITED, "Wait, then try again.")
          .retryAfter(retryAfter())
          .with("violated-policies", violated());
    }

    @Override
    public ThrottleDecision orThrow() {
      throw exception();
    }
  }
}
