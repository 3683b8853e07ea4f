package dev.gatehouse.mail;

import java.util.function.Supplier;

/** A mail on its way, or a decoy of one. Compares by identity: the same words may be sent twice. */
final class Letter {
  private final String template;
  private final Supplier<MailMessage> message;
  private final boolean decoy;

  private Letter(String template, Supplier<MailMessage> message, boolean decoy) {
    this.template = template;
    this.message = message;
    this.decoy = decoy;
  }

  static Letter of(String template, Supplier<MailMessage> message) {
    return new Letter(template, message, false);
  }

  /** Returns a letter that is written like any other and then thrown away. */
  static Letter decoy(String template, Supplier<MailMessage> message) {
    return new Letter(template, message, true);
  }

  String template() {
    return template;
  }

  boolean isDecoy() {
    return decoy;
  }

  void deliver(Mailer mailer) throws Exception {
    MailMessage written = message.get();
    if (!decoy) {
      mailer.send(written);
    }
  }
}
