package dev.gatehouse.throttle;

import java.util.List;

/** The usual decision, in one small object: whoever does not ask how the caller stands pays for no list. */
record AllowedByOne(Quota quota, long nanos) implements ThrottleDecision.Allowed {
  @Override
  public List<Standing> standings() {
    return List.of(new Standing(quota, true, nanos));
  }
}
