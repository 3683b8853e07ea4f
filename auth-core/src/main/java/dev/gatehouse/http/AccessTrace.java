package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import java.util.List;
import java.util.Optional;

/**
 * What a route asks of a caller, condition by condition: why somebody is turned away, or why not. Holds no secrets.
 *
 * @param route the route that decides, or {@code no rule}
 * @param checks every condition in order, those behind the first that is not met included; none if the route is open
 */
public record AccessTrace(String route, List<Check> checks) {
  /**
   * One condition.
   *
   * @param condition in words, as the access matrix writes it
   * @param refusal what the caller would be told; empty if the condition is met
   */
  public record Check(String condition, Optional<AuthException> refusal) {
    /** Tells whether the condition is met. */
    public boolean isMet() {
      return refusal.isEmpty();
    }

    @Override
    public String toString() {
      return condition + ": "
          + refusal.map(why -> why.code().code() + ", " + why.detail()).orElse("yes");
    }
  }

  /** Copies the list. */
  public AccessTrace {
    checks = List.copyOf(checks);
  }

  /** Tells whether the caller would be let in. */
  public boolean isAdmitted() {
    return checks.stream().allMatch(Check::isMet);
  }

  /** Returns the route and its checks, a line each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(route);
    checks.forEach(check -> text.append("\n  ").append(check));
    return text.toString();
  }
}
