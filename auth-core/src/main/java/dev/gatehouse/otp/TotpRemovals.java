package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionService;
import java.util.List;
import java.util.Optional;

/** How owners remove their authenticator apps: one, or all. Nothing is spent on a removal that cannot be. */
final class TotpRemovals {
  private final TotpStore devices;
  private final TwoFactorParts parts;
  private final RecoveryCodeService recoveryCodes;
  private final SessionService sessions;
  private final Surroundings around;

  TotpRemovals(
      TotpStore devices,
      TwoFactorParts parts,
      RecoveryCodeService recoveryCodes,
      SessionService sessions,
      Surroundings around) {
    this.devices = devices;
    this.parts = parts;
    this.recoveryCodes = recoveryCodes;
    this.sessions = sessions;
    this.around = around;
  }

  void remove(UserPrincipal self, TotpDeviceId id, Optional<OwnerProof> proof, ClientInfo client) {
    List<TotpDevice> before = TotpService.active(devices, self.userId());
    if (before.stream().noneMatch(device -> device.id().equals(id))) {
      throw noSuchApp();
    }
    if (before.size() == 1) {
      requireNone(self.userId());
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

  void removeAll(UserPrincipal self, Optional<OwnerProof> proof, ClientInfo client) {
    if (TotpService.active(devices, self.userId()).isEmpty()) {
      throw noSuchApp();
    }
    requireNone(self.userId());
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
    boolean last = TotpService.active(devices, user.id()).isEmpty();
    if (last) {
      requireNone(user.id());
      boolean unusedCodes = recoveryCodes.remove(user.id());
    }
    parts.change().keep(sessions, self);
    if (last) {
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

  private void requireNone(UserId user) {
    if (parts.duty().isRequired(user)) {
      throw new AuthException(
          ErrorCode.FACTOR_REQUIRED_BY_POLICY, "This account must have a second factor.");
    }
  }

  private static AuthException noSuchApp() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such app.");
  }
}
