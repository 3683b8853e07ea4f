package dev.gatehouse.mail;

/**
 * A message that is ready to send. May hold a link with a token: do not log it.
 *
 * @param template which one it was made from, for metrics and the dev outbox
 */
public record MailMessage(String template, String to, String subject, String text, String html) {
  /** Checks that address and subject are one line each, so that no value can add a header. */
  public MailMessage {
    requireLine("address", to);
    requireLine("subject", subject);
  }

  static void requireLine(String what, String text) {
    if (text.isBlank() || text.codePoints().anyMatch(MailText::isHostile)) {
      throw new IllegalArgumentException("the " + what + " of a mail is one line of text");
    }
  }

  @Override
  public String toString() {
    return "MailMessage(" + template + ")";
  }
}
