package dev.gatehouse.account;

import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.mail.Mails;
import dev.gatehouse.password.PasswordService;
import java.time.Instant;
import java.util.Map;

/**
 * What the end of an account takes with it, whoever closes it: the password, every link that is still on its way, and what
 * other features keep about it.
 */
final class Closing {
  private final PasswordService passwords;
  private final MailedTokens tokens;
  private final Belongings belongings;
  private final Mails mails;

  Closing(PasswordService passwords, MailedTokens tokens, Belongings belongings, Mails mails) {
    this.passwords = passwords;
    this.tokens = tokens;
    this.belongings = belongings;
    this.mails = mails;
  }

  /** Finishes the end of an account that was just closed, and tells its owner. */
  void finish(User closed, Instant now) {
    passwords.remove(closed.id());
    belongings.delete(closed.id());
    for (TokenPurpose purpose : TokenPurpose.values()) {
      tokens.revokeAll(closed.id(), purpose, now);
    }
    mails.send(
        MailTemplate.ACCOUNT_CLOSED,
        closed.email().display(),
        closed.locale(),
        Fields.withName(Map.of(), closed));
  }
}
