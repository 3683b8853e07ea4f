package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionService;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** How an authenticator app is set up: begun, and made to count by its first right code. */
final class TotpEnrolments {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  /** Typing errors of somebody who has seen the secret; nobody guesses here. */
  private static final int TRIES = 10;

  private static final int LONGEST_NAME = 100;

  private final TotpStore devices;
  private final TwoFactorParts parts;
  private final RecoveryCodeService recoveryCodes;
  private final SessionService sessions;
  private final RandomSource random;
  private final Surroundings around;

  TotpEnrolments(
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

  TotpEnrolment begin(
      UserPrincipal self, String name, Optional<OwnerProof> proof, ClientInfo client) {
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
        now.plus(LIFETIME),
        Optional.empty(),
        Optional.empty()));
    String key = Base32.encode(secret, Base32.STANDARD);
    String uri = OtpauthUri.of(parts.policy().issuer(), user.email().display(), key);
    return new TotpEnrolment(
        id,
        Secret.of(uri),
        Secret.of(Base32.grouped(key, ' ')),
        Secret.of(QrCode.svg(uri)),
        now.plus(LIFETIME));
  }

  Optional<RecoveryCodes> confirm(UserPrincipal self, Secret code, ClientInfo client) {
    UserId user = self.userId();
    Instant now = around.now();
    TotpDevice pending = devices.list(user).stream()
        .filter(device -> !device.isActive() && now.isBefore(device.expiresAt()))
        .findFirst()
        .filter(device -> devices.reserveTry(user, device.id(), TRIES))
        .orElseThrow(TotpEnrolments::expired);
    OptionalLong step =
        parts.totp().match(pending, code, Totp.step(now), parts.policy().window());
    if (step.isEmpty()) {
      throw new AuthException(ErrorCode.INVALID_CODE, "The code is wrong; try the next one.");
    }
    return around.transactions().call(() -> confirm(self, pending, step.getAsLong(), client, now));
  }

  private Optional<RecoveryCodes> confirm(
      UserPrincipal self, TotpDevice pending, long step, ClientInfo client, Instant now) {
    User user = parts.change().begin(self.userId());
    boolean first = TotpService.active(devices, user.id()).isEmpty();
    if (!devices.confirm(user.id(), pending.id(), step, TotpService.MOST_DEVICES, now)) {
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

  private void requireRoom(UserId user) {
    if (TotpService.active(devices, user).size() >= TotpService.MOST_DEVICES) {
      throw new AuthException(
          ErrorCode.LIMIT_REACHED,
          "An account has at most " + TotpService.MOST_DEVICES + " apps; remove one first.");
    }
  }

  private static AuthException expired() {
    return new AuthException(ErrorCode.ENROLMENT_EXPIRED, "Begin to set up the app again.");
  }
}
