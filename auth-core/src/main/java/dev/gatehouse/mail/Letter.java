package dev.gatehouse.mail;

import java.util.function.Supplier;

/** A mail on its way. Compares by identity: the same words may be sent twice. */
final class Letter {
  private final String template;
  private final Supplier<MailMessage> message;

  Letter(String template, Supplier<MailMessage> message) {
    this.template = template;
    this.message = message;
  }

  String template() {
    return template;
  }

  MailMessage message() {
    return message.get();
  }
}
