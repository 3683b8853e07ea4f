package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.User;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import java.util.Map;

/** Mails about second factors: to the owner of the account, always. */
final class FactorMail {
  private FactorMail() {}

  /** Sends a mail once the caller's unit of work has committed. */
  static void send(MailTemplate template, User owner, ClientInfo client, Surroundings around) {
    around
        .mails()
        .send(
            template,
            owner.email().display(),
            owner.locale(),
            Map.of(
                "name", owner.name(), "device", client.userAgent(), "address", client.address()));
  }
}
