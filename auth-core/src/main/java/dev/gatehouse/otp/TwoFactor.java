package dev.gatehouse.otp;

import dev.gatehouse.account.OwnPassword;
import dev.gatehouse.account.StatusGuard;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.event.Subscription;
import dev.gatehouse.factor.FactorDuty;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.SessionService;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Second factors: authenticator apps, recovery codes, trusted browsers, and who must have one. */
public final class TwoFactor {
  private final Factors factors;
  private final PolicyDuty duty;
  private final TotpService totp;
  private final RecoveryCodeService recoveryCodes;
  private final TrustedDeviceService trustedDevices;
  private final FactorReset reset;
  private final TriedFactors tries;

  /** What this feature takes from the rest of the library. */
  public record Neighbours(
      UserStore users,
      SessionService sessions,
      BiPredicate<UserId, String> hasRole,
      StatusGuard guard,
      OwnPassword password,
      KeyRing keys,
      RandomSource random) {}

  /**
   * Joins the parts.
   *
   * @param others further factors of the host
   */
  public TwoFactor(
      TwoFactorBackend backend,
      TwoFactorPolicy policy,
      List<FactorVerifier> others,
      Neighbours near,
      Surroundings around) {
    this.tries = new TriedFactors(backend.attempts(), policy.attempts(), near.users(), around);
    TotpSecrets secrets = new TotpSecrets(near.keys());
    TotpVerifier verifier =
        new TotpVerifier(backend.totp(), secrets, tries, policy.window(), around);
    RecoveryCodeVerifier codes =
        new RecoveryCodeVerifier(backend.recoveryCodes(), near.keys(), near.users(), around);
    this.factors =
        new Factors(Stream.concat(Stream.of(verifier, codes), others.stream()).toList());
    this.duty = new PolicyDuty(policy, factors, near.hasRole());
    FactorChange change = new FactorChange(near.users(), backend.trustedDevices(), around);
    TwoFactorParts parts = new TwoFactorParts(
        policy,
        near.users(),
        secrets,
        verifier,
        new FactorProofs(factors, near.password(), around),
        change,
        duty);
    this.recoveryCodes = new RecoveryCodeService(
        backend.recoveryCodes(), parts, near.random(), near.sessions(), around);
    this.totp = new TotpService(
        backend.totp(), parts, recoveryCodes, near.sessions(), near.random(), around);
    this.trustedDevices = new TrustedDeviceService(
        backend.trustedDevices(), factors, policy.rememberFor(), near.random(), around);
    this.reset = new FactorReset(backend, change, near.guard(), around);
  }

  /**
   * Lifts the lock of a factor when its account has got a new password: whoever caused it, and knew the old one, is out.
   */
  public void liftLocksAfterNewPasswords(Events events) {
    for (EventType type : List.of(EventType.PASSWORD_RESET_COMPLETED, EventType.PASSWORD_CHANGED)) {
      Subscription unused = events.listen(type, event -> event.subject().ifPresent(tries::lift));
    }
  }

  /** Deletes what is kept of an account that is closed, within the caller's unit of work. */
  public void forget(UserId closed) {
    reset.forget(closed);
  }

  /** Returns the authenticator apps. */
  public TotpService totp() {
    return totp;
  }

  /** Returns the recovery codes. */
  public RecoveryCodeService recoveryCodes() {
    return recoveryCodes;
  }

  /** Returns the trusted browsers. */
  public TrustedDeviceService trustedDevices() {
    return trustedDevices;
  }

  /** Returns every second factor, those of the host included. */
  public Factors factors() {
    return factors;
  }

  /** Returns who must set up a second factor before anything else. */
  public FactorDuty duty() {
    return duty;
  }

  /** Returns what an account has. */
  public TwoFactorStatus status(UserId user) {
    return new TwoFactorStatus(
        factors.enrolled(user), recoveryCodes.left(user), duty.isRequired(user));
  }

  /**
   * Takes all authenticator apps and recovery codes from an account whose owner lost them. Every session ends, and the
   * owner is told by mail.
   *
   * @param reason for the trail; 1 to 500 characters
   * @throws AuthException NOT_FOUND if there is no such account, it is closed, or has neither; PERMISSION_NOT_HELD if the
   *     account holds a permission that the actor lacks; PERMISSION_DENIED for the actor's own account;
   *     VALIDATION_FAILED without a reason
   */
  public void reset(UserId user, String reason, Actor by, ClientInfo client) {
    reset.reset(user, reason, by, client);
  }
}
