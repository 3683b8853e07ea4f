package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionService;
import java.util.List;
import java.util.Optional;

/**
 * The authenticator apps of an account: set one up, confirm it, remove it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>An app counts once a code of it was right, and never before; an enrolment that is abandoned, or begun again, changes
 * nothing. Whoever has a second factor must present the password and a factor to add or remove another. Each change ends
 * logins under way, all other sessions and all trust in browsers, is in the audit trail, and is told to the owner by mail.
 * The secret is sealed for its account and its device.
 */
public final class TotpService {
  /** How many apps an account can have. */
  public static final int MOST_DEVICES = 5;

  private final TotpStore devices;
  private final TotpEnrolments enrolments;
  private final TotpRemovals removals;

  TotpService(
      TotpStore devices,
      TwoFactorParts parts,
      RecoveryCodeService recoveryCodes,
      SessionService sessions,
      RandomSource random,
      Surroundings around) {
    this.devices = devices;
    this.enrolments = new TotpEnrolments(devices, parts, recoveryCodes, sessions, random, around);
    this.removals = new TotpRemovals(devices, parts, recoveryCodes, sessions, around);
  }

  /** Returns the apps of an account that count, oldest first. */
  public List<TotpDevice> list(UserId user) {
    return active(devices, user);
  }

  static List<TotpDevice> active(TotpStore devices, UserId user) {
    return devices.list(user).stream().filter(TotpDevice::isActive).toList();
  }

  /**
   * Begins to set up an app; one whose set-up was begun before is forgotten. The caller must have required a recent login.
   *
   * @param name what its owner calls it; 1 to 100 characters
   * @param proof of the password and a second factor that is there already; needed if one is
   * @throws AuthException PERMISSION_DENIED if the policy offers no second factors, LIMIT_REACHED with
   *     {@link #MOST_DEVICES} apps, INVALID_CREDENTIALS, LOGIN_DELAYED, BUSY, INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  public TotpEnrolment begin(
      UserPrincipal self, String name, Optional<OwnerProof> proof, ClientInfo client) {
    return enrolments.begin(self, name, proof, client);
  }

  /**
   * Makes the app count that is being set up. This session goes on, with its factor proven; all others end.
   *
   * @return new recovery codes with the first app; empty with a further one, because the codes stay
   * @throws AuthException ENROLMENT_EXPIRED if none is being set up, it took too long or ten codes, INVALID_CODE,
   *     LIMIT_REACHED, SESSION_ENDED
   */
  public Optional<RecoveryCodes> confirm(UserPrincipal self, Secret code, ClientInfo client) {
    return enrolments.confirm(self, code, client);
  }

  /**
   * Removes one app; with the last one the recovery codes go, too. The caller must have required a recent login. All other
   * sessions end, and with the last app this one, too.
   *
   * @throws AuthException NOT_FOUND, FACTOR_REQUIRED_BY_POLICY if the account must have a second factor and this is its
   *     last, SESSION_ENDED, INVALID_CREDENTIALS, LOGIN_DELAYED, BUSY, INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  public void remove(
      UserPrincipal self, TotpDeviceId id, Optional<OwnerProof> proof, ClientInfo client) {
    removals.remove(self, id, proof, client);
  }

  /**
   * Removes every app and the recovery codes, as {@link #remove} does.
   *
   * @throws AuthException as {@link #remove} does
   */
  public void removeAll(UserPrincipal self, Optional<OwnerProof> proof, ClientInfo client) {
    removals.removeAll(self, proof, client);
  }
}
