package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The authenticator apps of an account: set one up, confirm it, remove it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>An app counts once a code of it was right, and never before; an enrolment that is abandoned, or begun again, changes
 * nothing. Whoever has a second factor must present one to add or remove another. Each change ends logins under way, all
 * other sessions and all trust in browsers, is in the audit trail, and is told to the owner by mail. The secret is sealed
 * for its account and its device.
 */
public final class TotpService {
  /** How many apps an account can have. */
  public static final int MOST_DEVICES = 5;

  private static final Duration ENROLMENT = Duration.ofMinutes(15);
  private static final String ENROLMENT_TRIES = "totp_enrolment";
  private static final int LONGEST_NAME = 100;

  private final TotpStore devices;
  private final TwoFactorParts parts;
  private final RecoveryCodeService recoveryCodes;
  private final SessionService sessions;
  private final RandomSource random;
  private final Surroundings around;

  TotpService(
      TotpStore devices,
      TwoFactorParts parts,
      RecoveryCodeService recoveryCodes,
      SessionService sessions,
      RandomSource random,
      Surroundings around) {
    this.devices = devices;
    this.parts = parts;
    this.recoveryCodes = recoveryCodes;
    this.sessions = sessions;
    this.random = random;
    this.around = around;
  }

  /** Returns the apps of an account that count, oldest first. */
  public List<TotpDevice> list(UserId user) {
    return devices.list(user).stream().filter(TotpDevice::isActive).toList();
  }

  /**
   * Begins to set up an app; one whose set-up was begun before is forgotten. The caller must have required a recent login.
   *
   * @param name what its owner calls it; 1 to 100 characters
   * @param proof of a second factor that is there already; needed if one is
   * @throws AuthException PERMISSION_DENIED if the policy offers no second factors, LIMIT_REACHED with
   *     {@link #MOST_DEVICES} apps, INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  public TotpEnrolment begin(
      UserPrincipal self, String name, Optional<FactorProof> proof, ClientInfo client) {
    if (parts.policy().requirement() == FactorRequirement.NEVER) {
      throw new AuthException(
          ErrorCode.PERMISSION_DENIED, "Second factors are not offered in this application.");
    }
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new AuthException(
          ErrorCode.VALIDATION_FAILED, "The name of an app is one line of 1 to 100 characters.");
    }
    User user = parts.user(self.userId());
    requireRoom(user.id());
    parts.proofs().require(user.id(), proof, client);
    return begin(user, name);
  }

  private TotpEnrolment begin(User user, String name) {
    Instant now = around.now();
    TotpDeviceId id = new TotpDeviceId(around.ids().next());
    byte[] secret = random.bytes(TotpSecrets.BYTES);
    devices.begin(new TotpDevice(
        id,
        user.id(),
        name,
        parts.secrets().seal(user.id(), id, secret),
        0,
        now,
        now.plus(ENROLMENT),
        Optional.empty(),
        Optional.empty()));
    String key = Base32.encode(secret, Base32.STANDARD);
    String uri = OtpauthUri.of(parts.policy().issuer(), user.email().display(), key);
    return new TotpEnrolment(
        id,
        Secret.of(uri),
        Secret.of(Base32.grouped(key, ' ')),
        Secret.of(QrCode.svg(uri)),
        now.plus(ENROLMENT));
  }

  /**
   * Makes the app count that is being set up. This session goes on, with its factor proven; all others end.
   *
   * @return new recovery codes with the first app; empty with a further one, because the codes stay
   * @throws AuthException ENROLMENT_EXPIRED if none is being set up or it took too long, INVALID_CODE, LIMIT_REACHED,
   *     FACTOR_LOCKED after too many wrong codes, SESSION_ENDED
   */
  public Optional<RecoveryCodes> confirm(UserPrincipal self, Secret code, ClientInfo client) {
    UserId user = self.userId();
    // Counted by itself: typing errors while setting up lock no app that is in use.
    Attempt unused = parts.tries().reserve(user, ENROLMENT_TRIES);
    Instant now = around.now();
    TotpDevice pending = devices.list(user).stream()
        .filter(device -> !device.isActive() && now.isBefore(device.expiresAt()))
        .findFirst()
        .orElseThrow(TotpService::expired);
    OptionalLong step =
        parts.totp().match(pending, code, Totp.step(now), parts.policy().window());
    if (step.isEmpty()) {
      throw new AuthException(ErrorCode.INVALID_CODE, "The code is wrong; try the next one.");
    }
    parts.tries().succeeded(user, ENROLMENT_TRIES);
    return around.transactions().call(() -> confirm(self, pending, step.getAsLong(), client, now));
  }

  private Optional<RecoveryCodes> confirm(
      UserPrincipal self, TotpDevice pending, long step, ClientInfo client, Instant now) {
    User user = parts.change().begin(self.userId());
    boolean first = list(user.id()).isEmpty();
    if (!devices.confirm(user.id(), pending.id(), step, MOST_DEVICES, now)) {
      requireRoom(user.id());
      throw expired();
    }
    parts.change().keep(sessions, self);
    if (!sessions.prove(self.sessionId(), TotpVerifier.METHOD, now)) {
      throw new AuthException(ErrorCode.SESSION_ENDED, "The session has ended; log in again.");
    }
    around
        .events()
        .record(EventDraft.of(EventType.TWO_FACTOR_ENABLED, client)
            .byOwner(user.id())
            .with("factor", TotpVerifier.NAME)
            .with("device", pending.id().toString()));
    FactorMail.send(MailTemplate.TWO_FACTOR_ENABLED, user, client, around);
    return first ? Optional.of(recoveryCodes.make(user.id(), now)) : Optional.empty();
  }

  /**
   * Removes one app; with the last one the recovery codes go, too. The caller must have required a recent login. All other
   * sessions end, and with the last app this one, too.
   *
   * @throws AuthException NOT_FOUND, FACTOR_REQUIRED_BY_POLICY if the account must have a second factor and this is its
   *     last, SESSION_ENDED, INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED
   */
  public void remove(
      UserPrincipal self, TotpDeviceId id, Optional<FactorProof> proof, ClientInfo client) {
    if (list(self.userId()).stream().noneMatch(device -> device.id().equals(id))) {
      throw noSuchApp();
    }
    parts.proofs().require(self.userId(), proof, client);
    around.transactions().run(() -> {
      User user = parts.change().begin(self.userId());
      if (!devices.remove(user.id(), id)) {
        throw noSuchApp();
      }
      removed(self, user, id.toString(), client);
    });
  }

  /**
   * Removes every app and the recovery codes, as {@link #remove} does.
   *
   * @throws AuthException as {@link #remove} does
   */
  public void removeAll(UserPrincipal self, Optional<FactorProof> proof, ClientInfo client) {
    if (list(self.userId()).isEmpty()) {
      throw noSuchApp();
    }
    parts.proofs().require(self.userId(), proof, client);
    around.transactions().run(() -> {
      User user = parts.change().begin(self.userId());
      if (devices.removeAll(user.id()) == 0) {
        throw noSuchApp();
      }
      removed(self, user, "all", client);
    });
  }

  private void removed(UserPrincipal self, User user, String which, ClientInfo client) {
    if (list(user.id()).isEmpty()) {
      if (parts.duty().isRequired(user.id())) {
        throw new AuthException(
            ErrorCode.FACTOR_REQUIRED_BY_POLICY, "This account must have a second factor.");
      }
      boolean unusedCodes = recoveryCodes.remove(user.id());
    }
    parts.change().keep(sessions, self);
    if (list(user.id()).isEmpty()) {
      // It would go on to count as one that has proven a second factor.
      boolean unused = sessions.end(
          user.id(), self.sessionId(), EndReason.SIGNED_OUT, Actor.user(user.id()), client);
    }
    around
        .events()
        .record(EventDraft.of(EventType.TWO_FACTOR_DISABLED, client)
            .byOwner(user.id())
            .with("factor", TotpVerifier.NAME)
            .with("device", which));
    FactorMail.send(MailTemplate.TWO_FACTOR_DISABLED, user, client, around);
  }

  private void requireRoom(UserId user) {
    if (list(user).size() >= MOST_DEVICES) {
      throw new AuthException(
          ErrorCode.LIMIT_REACHED,
          "An account has at most " + MOST_DEVICES + " apps; remove one first.");
    }
  }

  private static AuthException expired() {
    return new AuthException(ErrorCode.ENROLMENT_EXPIRED, "Begin to set up the app again.");
  }

  private static AuthException noSuchApp() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such app.");
  }
}
