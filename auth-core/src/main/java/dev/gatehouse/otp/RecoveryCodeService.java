package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ten codes for the day the authenticator app is lost. They come with the first app and go with the last.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A code has 120 random bits and works once; the store holds digests. New codes void
 * the old ones in the same unit of work. A code that was used is told to the owner by mail.
 */
public final class RecoveryCodeService {
  private static final int COUNT = 10;

  private final RecoveryCodeStore codes;
  private final TwoFactorParts parts;
  private final RandomSource random;
  private final SessionService sessions;
  private final Surroundings around;

  RecoveryCodeService(
      RecoveryCodeStore codes,
      TwoFactorParts parts,
      RandomSource random,
      SessionService sessions,
      Surroundings around) {
    this.codes = codes;
    this.parts = parts;
    this.random = random;
    this.sessions = sessions;
    this.around = around;
  }

  /** Returns how many codes of an account are unused. */
  public int left(UserId user) {
    return codes.find(user).map(RecoveryCodeRecord::left).orElse(0);
  }

  /**
   * Replaces all codes of the caller. The caller must have required a recent login. This session goes on, all others end.
   *
   * @throws AuthException NOT_FOUND if there is no app they could replace, INVALID_CREDENTIALS, LOGIN_DELAYED, BUSY,
   *     INVALID_CODE, CODE_ALREADY_USED, FACTOR_LOCKED, SESSION_ENDED
   */
  public RecoveryCodes regenerate(
      UserPrincipal self, Optional<OwnerProof> proof, ClientInfo client) {
    requireApp(self.userId());
    parts.proofs().require(self.userId(), proof, client);
    Instant now = around.now();
    return around.transactions().call(() -> {
      User user = parts.change().begin(self.userId());
      requireApp(user.id());
      parts.change().keep(sessions, self);
      around
          .events()
          .record(
              EventDraft.of(EventType.TWO_FACTOR_RECOVERY_CODES_MADE, client).byOwner(user.id()));
      FactorMail.send(MailTemplate.RECOVERY_CODES_MADE, user, client, around);
      return make(user.id(), now);
    });
  }

  private void requireApp(UserId user) {
    if (!parts.totp().isEnrolled(user)) {
      throw new AuthException(ErrorCode.NOT_FOUND, "Set up an authenticator app first.");
    }
  }

  /** Replaces all codes of an account within the caller's unit of work. */
  RecoveryCodes make(UserId user, Instant now) {
    List<Secret> made =
        Stream.generate(() -> RecoveryCode.random(random)).limit(COUNT).toList();
    List<Digest> digests =
        made.stream().map(code -> RecoveryCode.digest(user, code).orElseThrow()).toList();
    codes.replace(user, RecoveryCodeRecord.NO_KEY, digests, now);
    return new RecoveryCodes(made);
  }

  /** Deletes all codes of an account within the caller's unit of work; false if it had none. */
  boolean remove(UserId user) {
    return codes.remove(user);
  }
}
