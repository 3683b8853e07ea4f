package dev.gatehouse.otp;

import dev.gatehouse.account.StatusGuard;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;

/** The way back for people who lost their authenticator app and their recovery codes: somebody else takes both away. */
final class FactorReset {
  private static final int LONGEST_REASON = 500;

  private final TwoFactorBackend backend;
  private final FactorChange change;
  private final StatusGuard guard;
  private final Surroundings around;

  FactorReset(
      TwoFactorBackend backend, FactorChange change, StatusGuard guard, Surroundings around) {
    this.backend = backend;
    this.change = change;
    this.guard = guard;
    this.around = around;
  }

  void reset(UserId id, String reason, Actor by, ClientInfo client) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new AuthException(
          ErrorCode.VALIDATION_FAILED, "A reset has a reason of 1 to 500 characters.");
    }
    if (by.equals(Actor.user(id))) {
      throw new AuthException(
          ErrorCode.PERMISSION_DENIED, "Remove your own factors in your own account, with a code.");
    }
    around.transactions().run(() -> {
      guard.beforeChange(id, UserStatus.ACTIVE, by, client);
      reset(change.begin(id), reason, by, client);
    });
  }

  /** Deletes what is kept of an account that is closed, within the caller's unit of work. */
  void forget(UserId id) {
    int unusedApps = backend.totp().removeAll(id);
    boolean unusedCodes = backend.recoveryCodes().remove(id);
    int unusedBrowsers = backend.trustedDevices().removeAll(id);
    forgetTries(id);
  }

  /** They are no part of any unit of work, so that none takes a try back: they go when this one has committed. */
  private void forgetTries(UserId id) {
    around.transactions().afterCommit(() -> backend.attempts().clearAll(id));
  }

  private void reset(User user, String reason, Actor by, ClientInfo client) {
    int devices = backend.totp().removeAll(user.id());
    boolean codes = backend.recoveryCodes().remove(user.id());
    if (devices == 0 && !codes) {
      throw new AuthException(ErrorCode.NOT_FOUND, "The account has no second factor.");
    }
    forgetTries(user.id());
    around
        .events()
        .record(EventDraft.of(EventType.TWO_FACTOR_RESET, client)
            .about(user.id())
            .by(by)
            .with("reason", reason)
            .with("devices", Integer.toString(devices)));
    FactorMail.send(MailTemplate.TWO_FACTOR_RESET, user, ClientInfo.none(), around);
  }
}
