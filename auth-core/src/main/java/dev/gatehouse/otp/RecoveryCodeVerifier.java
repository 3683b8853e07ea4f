package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks recovery codes. Each works once; its owner is told by mail. Wrong ones lock nothing: 120 bits cannot be guessed, and
 * whoever has the password must not be able to shut the owner out. The limits on requests bound them.
 */
final class RecoveryCodeVerifier implements FactorVerifier {
  static final String NAME = "recovery_code";
  /** Of so many, make new ones. */
  private static final int FEW = 3;

  private final RecoveryCodeStore codes;
  private final KeyRing keys;
  private final UserStore users;
  private final Surroundings around;

  RecoveryCodeVerifier(
      RecoveryCodeStore codes, KeyRing keys, UserStore users, Surroundings around) {
    this.codes = codes;
    this.keys = keys;
    this.users = users;
    this.around = around;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String method() {
    return TotpVerifier.METHOD;
  }

  @Override
  public boolean isEnrolled(UserId user) {
    return codes.find(user).filter(known -> known.left() > 0).isPresent();
  }

  @Override
  public boolean verify(UserId user, FactorProof proof, ClientInfo client) {
    return around.transactions().call(() -> spend(user, proof, client));
  }

  private boolean spend(UserId user, FactorProof proof, ClientInfo client) {
    OptionalInt left = codes
        .find(user)
        .flatMap(known -> digest(known, proof.value()))
        .map(digest -> codes.consume(user, digest))
        .orElse(OptionalInt.empty());
    left.ifPresent(count -> tell(user, count, client));
    return left.isPresent();
  }

  private Optional<Digest> digest(RecoveryCodeRecord known, Secret typed) {
    return known.keyId().equals(RecoveryCodeRecord.NO_KEY)
        ? RecoveryCode.digest(known.user(), typed)
        : RecoveryCode.keyedDigest(keys, known.keyId(), known.user(), typed);
  }

  private void tell(UserId user, int left, ClientInfo client) {
    around
        .events()
        .record(EventDraft.of(EventType.TWO_FACTOR_RECOVERY_CODE_USED, client)
            .byOwner(user)
            .with("left", Integer.toString(left)));
    MailTemplate template =
        left > FEW ? MailTemplate.RECOVERY_CODE_USED : MailTemplate.RECOVERY_CODES_LOW;
    users.find(user).ifPresent(owner -> FactorMail.send(template, owner, client, around));
  }
}
