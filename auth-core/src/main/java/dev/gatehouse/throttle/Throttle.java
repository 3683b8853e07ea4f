package dev.gatehouse.throttle;

import dev.gatehouse.error.Spelling;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.principal.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides whether a request comes too soon after others.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>However many threads ask at once, each key gets at most the capacity of a limit plus its share of the time. Several
 * limits are decided together, and a refusal takes nothing from any of them. A shared store that does not answer is replaced
 * by this node's own count, never by consent. Safe for use by many threads.
 */
public final class Throttle {
  private final RateLimitStore store;
  private final BiPredicate<Principal, String> hasRole;
  private final ThrottleReports reports;
  private final Map<String, RateLimit> actions;

  /**
   * Decides by the given store.
   *
   * @param actions the limits that {@link #check} knows
   * @param hasRole tells whether a caller has a role
   * @param events where excesses are reported; must not block
   */
  public Throttle(
      RateLimitStore store,
      Collection<RateLimit> actions,
      BiPredicate<Principal, String> hasRole,
      Consumer<EventDraft> events) {
    this.store = store;
    this.hasRole = hasRole;
    this.reports = new ThrottleReports(events);
    this.actions = actions.stream()
        .collect(Collectors.toUnmodifiableMap(RateLimit::name, Function.identity()));
  }

  /**
   * Counts one action of a caller, by the limit that the configuration has under that name.
   *
   * @throws IllegalArgumentException if it has none, or if the caller is anonymous: count those by address
   */
  public ThrottleDecision check(String action, Principal caller) {
    return decide(use(action(action), caller, LimitKey.proven(caller)));
  }

  /**
   * Counts one action under any text, for example an address or the id of a tenant.
   *
   * @throws IllegalArgumentException if the configuration has no limit of that name
   */
  public ThrottleDecision check(String action, String key) {
    return check(action, LimitKey.text(key));
  }

  /**
   * Counts one action under a key, for example that of an address.
   *
   * @throws IllegalArgumentException if the configuration has no limit of that name
   */
  public ThrottleDecision check(String action, LimitKey key) {
    RateLimit limit = action(action);
    return decide(new LimitedUse(limit.standard(), key, limit.mode()));
  }

  private RateLimit action(String name) {
    RateLimit limit = actions.get(name);
    if (limit == null) {
      throw new IllegalArgumentException("no limit is named \"" + name + "\""
          + Spelling.nearest(name, actions.keySet())
              .map(near -> "; did you mean \"" + near + "\"?")
              .orElse("; add it with throttle(t -> t.withAction(…))"));
    }
    return limit;
  }

  /** Returns what a limit makes of a caller's request, by the roles they have. */
  public LimitedUse use(RateLimit limit, Principal caller, LimitKey key) {
    Quota quota = limit.plans().isEmpty()
        ? limit.standard()
        : limit.quotaFor(role -> hasRole.test(caller, role));
    return new LimitedUse(quota, key, limit.mode());
  }

  /** Decides about one limit. */
  public ThrottleDecision decide(LimitedUse use) {
    long outcome = store.takeOne(use.quota(), use.key());
    return outcome >= 0 && use.mode() == Enforcement.ENFORCE
        ? new AllowedByOne(use.quota(), outcome)
        : unusual(use.quota(), use.mode(), outcome);
  }

  /** Takes no object that the usual decision could do without: handed over, it would have to be made each time. */
  private ThrottleDecision unusual(Quota quota, Enforcement mode, long outcome) {
    boolean allowed = outcome >= 0;
    if (!allowed) {
      reports.note(quota, mode);
    }
    return mode == Enforcement.SHADOW
        ? AllowedBySeveral.NONE
        : new ThrottleDecision.Refused(List.of(new Standing(quota, allowed, Math.abs(outcome))));
  }

  /** Decides about several limits of one caller together; those in shadow mode are asked one by one if the others agree. */
  public ThrottleDecision decide(List<LimitedUse> uses) {
    if (uses.size() == 1) {
      return decide(uses.get(0));
    }
    ThrottleDecision decision =
        enforced(uses.stream().filter(use -> use.mode() == Enforcement.ENFORCE).toList());
    if (decision instanceof ThrottleDecision.Allowed) {
      uses.stream().filter(use -> use.mode() == Enforcement.SHADOW).forEach(this::decide);
    }
    return decision;
  }

  private ThrottleDecision enforced(List<LimitedUse> uses) {
    if (uses.isEmpty()) {
      return AllowedBySeveral.NONE;
    }
    List<Standing> standings =
        store.takeAll(uses.stream().map(LimitedUse::charge).toList());
    List<Standing> refusals =
        standings.stream().filter(standing -> !standing.allowed()).toList();
    refusals.forEach(standing -> reports.note(standing.quota(), Enforcement.ENFORCE));
    return refusals.isEmpty()
        ? new AllowedBySeveral(standings)
        : new ThrottleDecision.Refused(standings);
  }

  /** Records how often limits were exceeded since the last time. */
  public void flush() {
    reports.flush();
  }
}
