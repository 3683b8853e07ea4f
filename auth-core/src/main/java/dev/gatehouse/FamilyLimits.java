package dev.gatehouse;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LimitedUse;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottleDecision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The limit on a key and all that replaced it, after the host's own: within a request together with those of the request, and
 * with those that the host adds to it.
 */
record FamilyLimits(KeyLimits hosts, Throttle throttle, RateLimit limit) implements KeyLimits {
  @Override
  public Optional<Duration> exceeded(ApiKey key, Instant now) {
    return hosts.exceeded(key, now).or(() -> alone(use(key)));
  }

  private Optional<Duration> alone(LimitedUse use) {
    return throttle.decide(use) instanceof Refused refused
        ? Optional.of(refused.retryAfter())
        : Optional.empty();
  }

  @Override
  public Optional<Duration> exceeded(
      ApiKey key, Instant now, Function<List<LimitedUse>, Optional<Duration>> request) {
    return hosts.exceeded(key, now, uses -> request.apply(with(uses, use(key))));
  }

  private static List<LimitedUse> with(List<LimitedUse> uses, LimitedUse last) {
    return Stream.concat(uses.stream(), Stream.of(last)).toList();
  }

  private LimitedUse use(ApiKey key) {
    LimitKey family = LimitKey.of(LimitKey.Kind.API_KEY, key.family().value());
    return new LimitedUse(limit.standard(), family, limit.mode());
  }
}
