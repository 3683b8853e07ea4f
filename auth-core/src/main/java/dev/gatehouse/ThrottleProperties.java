package dev.gatehouse;

import dev.gatehouse.degradation.DegradationPolicy;
import dev.gatehouse.throttle.Enforcement;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LockoutPolicy;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The settings of limits and lockout as properties. */
final class ThrottleProperties {
  private final BiConsumer<String, BiConsumer<GatehouseBuilder, String>> keys;

  /** Changes one thing of the policy by the text of a property. */
  private interface Change<T> extends BiFunction<ThrottlePolicy, T, ThrottlePolicy> {}

  ThrottleProperties(BiConsumer<String, BiConsumer<GatehouseBuilder, String>> keys) {
    this.keys = keys;
  }

  void all() {
    key("enabled", Values::flag, ThrottlePolicy::withEnabled);
    key("headers", Values::flag, ThrottlePolicy::withHeaders);
    key("mode", text -> Values.constant(Enforcement.class, text), ThrottlePolicy::withMode);
    limit("address", ThrottlePolicy::address, ThrottlePolicy::withAddress);
    limit("login", ThrottlePolicy::login, ThrottlePolicy::withLogin);
    limit("register", ThrottlePolicy::register, ThrottlePolicy::withRegister);
    limit("mail", ThrottlePolicy::mail, ThrottlePolicy::withMail);
    limit(
        "api-key",
        policy -> policy.apiKey().orElse(Limit.perMinute(60)),
        ThrottlePolicy::withApiKey);
    failures("degradation.auth-limits", DegradationPolicy::withAuthLimits);
    failures("degradation.limits", DegradationPolicy::withLimits);
    // What comes one by one may pass through a state that is out of bounds: the other bound gives
    // way until its turn.
    lockout(
        "free-guesses",
        Values::number,
        (old, free) -> old.withGuesses(free, Math.max(free, old.lockAfter())));
    lockout("lock-after", Values::number, (old, after) -> old.withGuesses(old.free(), after));
    lockout(
        "first-lock",
        Values::duration,
        (old, first) -> old.withLocks(first, longer(first, old.longestLock())));
    lockout("longest-lock", Values::duration, (old, most) -> old.withLocks(old.firstLock(), most));
    lockout("reset-after", Values::duration, LockoutPolicy::withResetAfter);
    lockout("free-guesses-per-address", Values::number, LockoutPolicy::withSourceFree);
    lockout("known-device-ttl", Values::duration, LockoutPolicy::withDeviceLifetime);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void limit(String name, Function<ThrottlePolicy, Limit> present, Change<Limit> change) {
    key(
        "policies." + name + ".limit",
        Values::number,
        (policy, most) ->
            change.apply(policy, new Limit(most, present.apply(policy).period())));
    key(
        "policies." + name + ".window",
        Values::duration,
        (policy, period) ->
            change.apply(policy, new Limit(present.apply(policy).capacity(), period)));
  }

  private void failures(
      String name, BiFunction<DegradationPolicy, FailureMode, DegradationPolicy> change) {
    keys.accept(name, (builder, text) -> {
      FailureMode mode = Values.constant(FailureMode.class, text);
      builder.degradation(policy -> change.apply(policy, mode));
    });
  }

  private <T> void lockout(
      String name, Function<String, T> reader, BiFunction<LockoutPolicy, T, LockoutPolicy> change) {
    key(
        "lockout." + name,
        reader,
        (policy, value) -> policy.withLockout(change.apply(policy.lockout(), value)));
  }

  private <T> void key(String name, Function<String, T> reader, Change<T> change) {
    keys.accept("throttle." + name, (builder, text) -> {
      T value = reader.apply(text);
      builder.throttle(policy -> change.apply(policy, value));
    });
  }
}
