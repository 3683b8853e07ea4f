package dev.gatehouse.benchmarks.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.util.concurrent.RateLimiter;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.throttle.Limit;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Other libraries, each with one limiter per key in the same cache. */
@SuppressWarnings("UnstableApiUsage")
final class Peers {
  private Peers() {}

  static Predicate<UserPrincipal> bucket4j(Limit limit) {
    return inCache(
        key -> Bucket.builder()
            .addLimit(bandwidth ->
                bandwidth.capacity(limit.capacity()).refillGreedy(limit.capacity(), limit.period()))
            .build(),
        bucket -> bucket.tryConsume(1));
  }

  static Predicate<UserPrincipal> guava(Limit limit) {
    double perSecond = limit.capacity() / (limit.period().toNanos() / 1e9);
    return inCache(key -> RateLimiter.create(perSecond), RateLimiter::tryAcquire);
  }

  static Predicate<UserPrincipal> resilience4j(Limit limit) {
    RateLimiterConfig config = RateLimiterConfig.custom()
        .limitForPeriod(limit.capacity())
        .limitRefreshPeriod(limit.period())
        .timeoutDuration(Duration.ZERO)
        .build();
    return inCache(
        key -> io.github.resilience4j.ratelimiter.RateLimiter.of("calls", config),
        limiter -> limiter.acquirePermission());
  }

  private static <T> Predicate<UserPrincipal> inCache(
      Function<UUID, T> making, Predicate<T> taking) {
    Cache<UUID, T> limiters = Caffeine.newBuilder().maximumSize(1_000_000).build();
    return user -> taking.test(limiters.get(user.userId().value(), making));
  }
}
