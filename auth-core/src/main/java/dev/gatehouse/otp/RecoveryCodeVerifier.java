package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.OptionalInt;

/** Checks recovery codes. Each works once; its owner is told by mail. */
final class RecoveryCodeVerifier implements FactorVerifier {
  static final String NAME = "recovery_code";
  /** Of so many, make new ones. */
  private static final int FEW = 3;

  private final RecoveryCodeStore codes;
  private final KeyRing keys;
  private final TriedFactors tries;
  private final UserStore users;
  private final Surroundings around;

  RecoveryCodeVerifier(
      RecoveryCodeStore codes,
      KeyRing keys,
      TriedFactors tries,
      UserStore users,
      Surroundings around) {
    this.codes = codes;
    this.keys = keys;
    this.tries = tries;
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
    Attempt attempt = tries.reserve(user, NAME);
    boolean right = around.transactions().call(() -> spend(user, proof, client));
    if (right) {
      tries.succeeded(user, NAME);
    } else {
      tries.failed(user, NAME, attempt, client);
    }
    return right;
  }

  private boolean spend(UserId user, FactorProof proof, ClientInfo client) {
    OptionalInt left = codes
        .find(user)
        .flatMap(known -> RecoveryCode.digest(keys, known.keyId(), user, proof.value()))
        .map(digest -> codes.consume(user, digest))
        .orElse(OptionalInt.empty());
    left.ifPresent(count -> tell(user, count, client));
    return left.isPresent();
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
