package dev.gatehouse;

import dev.gatehouse.degradation.DegradationPolicy;
import dev.gatehouse.throttle.Enforcement;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LockoutPolicy;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The settings of limits and lockout as properties. */
final class ThrottleProperties {
  private final GivenProperty given;
  private final GatehouseBuilder builder;
  private final String value;

  ThrottleProperties(GivenProperty given, GatehouseBuilder builder) {
    this.given = given;
    this.builder = builder;
    this.value = given.value();
  }

  void all() {
    limits();
    lockout();
    degradation();
  }

  private void limits() {
    if (given.is("throttle.enabled")) {
      boolean on = Values.flag(value);
      builder.throttle(policy -> policy.withEnabled(on));
    }
    if (given.is("throttle.headers")) {
      boolean shown = Values.flag(value);
      builder.throttle(policy -> policy.withHeaders(shown));
    }
    if (given.is("throttle.mode")) {
      Enforcement mode = Values.constant(Enforcement.class, value);
      builder.throttle(policy -> policy.withMode(mode));
    }
    if (isLimit("address")) {
      limit(ThrottlePolicy::address, ThrottlePolicy::withAddress);
    }
    if (isLimit("login")) {
      limit(ThrottlePolicy::login, ThrottlePolicy::withLogin);
    }
    if (isLimit("register")) {
      limit(ThrottlePolicy::register, ThrottlePolicy::withRegister);
    }
    if (isLimit("mail")) {
      limit(ThrottlePolicy::mail, ThrottlePolicy::withMail);
    }
    if (isLimit("api-key")) {
      limit(policy -> policy.apiKey().orElse(Limit.perMinute(60)), ThrottlePolicy::withApiKey);
    }
  }

  private boolean isLimit(String name) {
    boolean most = given.is("throttle.policies." + name + ".limit");
    return given.is("throttle.policies." + name + ".window") || most;
  }

  /** Changes one half of a limit. */
  private void limit(
      Function<ThrottlePolicy, Limit> present,
      BiFunction<ThrottlePolicy, Limit, ThrottlePolicy> change) {
    if (given.name().endsWith(".limit")) {
      int most = Values.number(value);
      builder.throttle(
          policy -> change.apply(policy, new Limit(most, present.apply(policy).period())));
    } else {
      Duration period = Values.duration(value);
      builder.throttle(
          policy -> change.apply(policy, new Limit(present.apply(policy).capacity(), period)));
    }
  }

  // What comes one by one may pass through a state that is out of bounds: the other bound gives
  // way until its turn.
  private void lockout() {
    if (given.is("throttle.lockout.free-guesses")) {
      int free = Values.number(value);
      lockout(old -> old.withGuesses(free, Math.max(free, old.lockAfter())));
    }
    if (given.is("throttle.lockout.lock-after")) {
      int after = Values.number(value);
      lockout(old -> old.withGuesses(old.free(), after));
    }
    if (given.is("throttle.lockout.first-lock")) {
      Duration first = Values.duration(value);
      lockout(old -> old.withLocks(first, longer(first, old.longestLock())));
    }
    if (given.is("throttle.lockout.longest-lock")) {
      Duration most = Values.duration(value);
      lockout(old -> old.withLocks(old.firstLock(), most));
    }
    if (given.is("throttle.lockout.reset-after")) {
      Duration time = Values.duration(value);
      lockout(old -> old.withResetAfter(time));
    }
    if (given.is("throttle.lockout.free-guesses-per-address")) {
      int free = Values.number(value);
      lockout(old -> old.withSourceFree(free));
    }
    if (given.is("throttle.lockout.known-device-ttl")) {
      Duration life = Values.duration(value);
      lockout(old -> old.withDeviceLifetime(life));
    }
  }

  private void lockout(UnaryOperator<LockoutPolicy> change) {
    builder.throttle(policy -> policy.withLockout(change.apply(policy.lockout())));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void degradation() {
    if (given.is("degradation.auth-limits")) {
      failures(DegradationPolicy::withAuthLimits);
    }
    if (given.is("degradation.limits")) {
      failures(DegradationPolicy::withLimits);
    }
  }

  private void failures(BiFunction<DegradationPolicy, FailureMode, DegradationPolicy> change) {
    FailureMode mode = Values.constant(FailureMode.class, value);
    builder.degradation(policy -> change.apply(policy, mode));
  }
}
