package dev.gatehouse.throttle;

import java.util.List;

/** The decision of any number of limits. */
record AllowedBySeveral(List<Standing> standings) implements ThrottleDecision.Allowed {
  static final AllowedBySeveral NONE = new AllowedBySeveral(List.of());

  AllowedBySeveral {
    standings = List.copyOf(standings);
  }
}
