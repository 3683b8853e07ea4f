package dev.gatehouse.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a use may still be refused for once everything else allows it: rate limits, then credits. */
record KeySpending(KeyLimits limits, ApiKeyCreditStore credits) {

  Verification spend(KeyState state, KeyUse use, Instant now) {
    ApiKey key = state.key();
    Optional<Duration> wait = use.request()
        .map(request -> limits.exceeded(key, now, request))
        .orElseGet(() -> limits.exceeded(key, now));
    if (wait.isPresent()) {
      return Verification.Refused.limited(wait.get(), key);
    }
    if (!state.stored().metered() || use.cost() == 0) {
      return state.accepted();
    }
    Optional<Long> left = credits.spend(key.family(), use.cost(), now);
    return left.isPresent()
        ? new Verification.Accepted(state.principal(), key, left)
        : Verification.Refused.of(KeyRefusal.CREDITS_EXHAUSTED, key);
  }
}
