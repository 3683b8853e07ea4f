package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LimitedUse;
import dev.gatehouse.throttle.Standing;
import dev.gatehouse.throttle.ThrottleDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one request takes from the limits that fit it: first those of its address and its device, in one decision, before
 * anybody looks at a credential; then those of its caller, in another. Not safe for use by many threads.
 */
final class Toll {
  private final RequestLimits limits;
  private final ClientInfo client;
  private final List<Standing> standings = new ArrayList<>(2);
  private List<RequestLimit> fitting = List.of();

  Toll(RequestLimits limits, ClientInfo client) {
    this.limits = limits;
    this.client = client;
  }

  /**
   * Counts the request of the address.
   *
   * @throws AuthException {@code rate_limited}
   */
  void enter(HttpRequest request, List<String> path) {
    fitting = limits.fitting(request.method(), path);
    if (fitting.isEmpty()) {
      return;
    }
    List<RequestLimit> first =
        fitting.stream().filter(limit -> limit.by() != LimitBy.CALLER).toList();
    Optional<AuthException> refusal =
        pay(limits.uses(first, new AnonymousPrincipal(), limit -> origin(limit, request)));
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private LimitKey origin(RequestLimit limit, HttpRequest request) {
    return limit.by() == LimitBy.KNOWN_DEVICE
        ? limits.device(request).orElseGet(this::address)
        : address();
  }

  private LimitKey address() {
    return LimitKey.address(client.address());
  }

  /** Counts the request of the caller, and returns why it is too much. */
  Optional<AuthException> charge(Principal caller) {
    return charge(caller, List.of());
  }

  /** Counts the request of the caller together with limits of their own, and returns why it is too much. */
  Optional<AuthException> charge(Principal caller, List<LimitedUse> own) {
    if (fitting.isEmpty() && own.isEmpty()) {
      return Optional.empty();
    }
    LimitKey key = LimitKey.of(caller).orElseGet(this::address);
    List<RequestLimit> second =
        fitting.stream().filter(limit -> limit.by() == LimitBy.CALLER).toList();
    List<LimitedUse> uses = new ArrayList<>(limits.uses(second, caller, limit -> key));
    uses.addAll(own);
    return pay(uses);
  }

  private Optional<AuthException> pay(List<LimitedUse> uses) {
    Optional<ThrottleDecision> decision = limits.decide(uses);
    decision.ifPresent(made -> standings.addAll(made.standings()));
    return decision
        .filter(ThrottleDecision.Refused.class::isInstance)
        .map(refused -> ((ThrottleDecision.Refused) refused).exception());
  }

  /** Returns how the caller stands, in the fields of draft-ietf-httpapi-ratelimit-headers-10. */
  List<Header> headers() {
    if (!limits.inHeaders() || standings.isEmpty()) {
      return List.of();
    }
    StringBuilder policies = new StringBuilder(32);
    StringBuilder states = new StringBuilder(32);
    for (Standing standing : standings) {
      String separator = policies.isEmpty() ? "\"" : ", \"";
      policies.append(separator).append(policy(standing));
      states.append(separator).append(state(standing));
    }
    return List.of(
        new Header("RateLimit-Policy", policies.toString()),
        new Header("RateLimit", states.toString()));
  }

  private static String policy(Standing standing) {
    var quota = standing.quota();
    long window = seconds(quota.limit().period().toNanos());
    return quota.name() + "\";q=" + quota.limit().capacity() + ";w=" + window;
  }

  private static String state(Standing standing) {
    return standing.quota().name() + "\";r=" + standing.remaining() + ";t="
        + seconds(standing.nanos());
  }

  /** Rounds up, so that nobody comes back too early. */
  private static long seconds(long nanos) {
    return (nanos + 999_999_999) / 1_000_000_000;
  }
}
