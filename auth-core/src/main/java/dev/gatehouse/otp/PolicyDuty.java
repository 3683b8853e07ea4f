package dev.gatehouse.otp;

import dev.gatehouse.factor.FactorDuty;
import dev.gatehouse.factor.FactorWaiver;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.principal.UserId;
import java.util.Set;
import java.util.function.BiPredicate;

/** What the policy makes of an account and its roles, found out anew at each question: nothing is kept that could be wrong. */
final class PolicyDuty implements FactorDuty {
  private final TwoFactorPolicy policy;
  private final Factors factors;
  private final BiPredicate<UserId, String> hasRole;

  PolicyDuty(TwoFactorPolicy policy, Factors factors, BiPredicate<UserId, String> hasRole) {
    this.policy = policy;
    this.factors = factors;
    this.hasRole = hasRole;
  }

  @Override
  public boolean isOwed(UserId user, Set<String> methods) {
    if (policy.requirement() == FactorRequirement.OPTIONAL
        || methods.contains(FactorWaiver.METHOD)
        || factors.areProven(methods)) {
      return false;
    }
    return isRequired(user) && !factors.isEnrolled(user);
  }

  /** Tells whether an account must have a second factor, whether or not it has one. */
  boolean isRequired(UserId user) {
    return switch (policy.requirement()) {
      case NEVER, OPTIONAL -> false;
      case ROLES -> policy.roles().stream().anyMatch(role -> hasRole.test(user, role));
      case ALL -> true;
    };
  }
}
