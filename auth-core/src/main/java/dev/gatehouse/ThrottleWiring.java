package dev.gatehouse;

import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.http.Cookies;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.RequestLimits;
import dev.gatehouse.http.Route;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.throttle.Enforcement;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Joins the parts that limit requests and guesses. */
final class ThrottleWiring {
  private final Configuration configuration;
  private final ThrottlePolicy policy;
  private final Consumer<EventDraft> events;
  private final Throttle throttle;

  /** Joins them; {@code hasRole} is not asked before all is joined. */
  ThrottleWiring(
      Configuration configuration,
      BiPredicate<Principal, String> hasRole,
      Consumer<EventDraft> events) {
    this.configuration = configuration;
    this.policy = configuration.throttle().policy();
    this.events = events;
    this.throttle = new Throttle(store(), policy.actions(), hasRole, events);
  }

  private RateLimitStore store() {
    ThrottleSetup setup = configuration.throttle();
    LocalRateLimits local =
        new LocalRateLimits(setup.nanos(), configuration.random(), LocalRateLimits.DEFAULT_KEYS);
    return setup.shared().apply(local);
  }

  Throttle throttle() {
    return throttle;
  }

  LoginLockout lockout(KeyRing keys) {
    return new LoginLockout(
        configuration.storage().lockouts(),
        policy,
        keys,
        configuration.random(),
        configuration.clock(),
        events);
  }

  /** Returns the limits of API keys: the host's, then ours. */
  KeyLimits keyLimits() {
    KeyLimits hosts = configuration.apiKeyLimits();
    if (!policy.enabled() || policy.apiKey().isEmpty()) {
      return hosts;
    }
    RateLimit limit = own("api-key", policy.apiKey().get());
    return new FamilyLimits(hosts, throttle, limit);
  }

  RequestLimits requestLimits(LoginLockout lockout) {
    List<RequestLimit> all = new ArrayList<>(ownLimits());
    all.addAll(configuration.throttle().requests());
    requireDistinct(all);
    return policy.enabled()
        ? RequestLimits.of(throttle, all, policy.inHeaders())
            .knowing(lockout.devices(), new Cookies(configuration.http()))
        : RequestLimits.none();
  }

  private void requireDistinct(List<RequestLimit> requests) {
    Set<String> names = new HashSet<>(Set.of("api-key"));
    Stream.concat(requests.stream().map(RequestLimit::limit), policy.actions().stream())
        .map(RateLimit::name)
        .filter(name -> !names.add(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "two limits are named \"" + name + "\" and would count together");
        });
  }

  private List<RequestLimit> ownLimits() {
    HttpSettings http = configuration.http();
    return List.of(
        RequestLimit.perAddress(own("address", policy.address())),
        RequestLimit.perKnownDevice(
            own("login", policy.login()), posts(http, "/login", "/login/second-factor")),
        RequestLimit.perAddress(own("register", policy.register()), posts(http, "/register")),
        RequestLimit.perAddress(
            own("mail", policy.mail()),
            posts(
                http, "/verify-email/resend", "/password/forgot", "/unlock/request", "/me/email")));
  }

  private RateLimit own(String name, Limit limit) {
    RateLimit enforced = RateLimit.of(name, limit);
    return policy.mode() == Enforcement.SHADOW ? enforced.inShadow() : enforced;
  }

  private static Route[] posts(HttpSettings http, String... paths) {
    return Stream.of(paths).map(path -> Route.of("POST", http.path() + path)).toArray(Route[]::new);
  }
}
