package dev.gatehouse;

import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.UnlockService;
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
import dev.gatehouse.throttle.FallbackCounts;
import dev.gatehouse.throttle.FallbackRateLimits;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Joins the parts that limit requests and guesses. */
final class ThrottleWiring {
  private final Configuration configuration;
  private final ThrottlePolicy policy;
  private final Consumer<EventDraft> events;
  private final List<RequestLimit> requests;
  private final LimitFailures failures;
  private final Optional<FallbackRateLimits> shared;
  private final Throttle throttle;

  /** Joins them; {@code hasRole} is not asked before all is joined. */
  ThrottleWiring(
      Configuration configuration,
      BiPredicate<Principal, String> hasRole,
      Consumer<EventDraft> events) {
    this.configuration = configuration;
    this.policy = configuration.throttle().policy();
    this.events = events;
    this.requests = Stream.concat(
            ownLimits().stream(), configuration.throttle().requests().stream())
        .toList();
    requireDistinct(requests);
    this.failures = failures();
    LocalRateLimits local = new LocalRateLimits(
        configuration.throttle().nanos(), configuration.random(), LocalRateLimits.DEFAULT_KEYS);
    this.shared = configuration
        .throttle()
        .shared()
        .map(other -> new FallbackRateLimits(other.store(), local, other.nodes(), failures::of));
    RateLimitStore store = shared.<RateLimitStore>map(Function.identity()).orElse(local);
    this.throttle = new Throttle(store, policy.actions(), hasRole, events);
  }

  private LimitFailures failures() {
    LimitFailures found = new LimitFailures(
        configuration.throttle().degradation(), Route.of(configuration.http().path() + "/**"));
    if (policy.enabled()) {
      requests.forEach(found::add);
      apiKey().ifPresent(found::addForAuthentication);
    }
    policy.actions().forEach(found::add);
    return found;
  }

  Throttle throttle() {
    return throttle;
  }

  Throttling parts(LoginLockout lockout, UnlockService unlocks, LockAdministration locks) {
    return new Throttling(
        throttle,
        lockout,
        unlocks,
        locks,
        DegradationRows.table(configuration, failures.byName()),
        () -> shared.map(FallbackRateLimits::counts).orElseGet(FallbackCounts::none));
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
    Optional<RateLimit> ours = policy.enabled() ? apiKey() : Optional.empty();
    if (ours.isEmpty()) {
      return hosts;
    }
    return new FamilyLimits(hosts, throttle, ours.get());
  }

  private Optional<RateLimit> apiKey() {
    return policy.apiKey().map(limit -> own("api-key", limit));
  }

  RequestLimits requestLimits(LoginLockout lockout) {
    return policy.enabled()
        ? RequestLimits.of(throttle, requests, policy.inHeaders())
            .knowing(lockout.devices(), new Cookies(configuration.http()))
        : RequestLimits.none();
  }

  private void requireDistinct(List<RequestLimit> limits) {
    Set<String> names = new HashSet<>(Set.of("api-key"));
    Stream.concat(limits.stream().map(RequestLimit::limit), policy.actions().stream())
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
