package dev.gatehouse.mail;

/**
 * A message that is ready to send. May hold a link with a token: do not log it.
 *
 * @param template which one it was made from, for metrics and the dev outbox
 */
public record MailMessage(String template, String to, String subject, String text, String html) {
  @Override
  public String toString() {
    return "MailMessage(" + template + ")";
  }
}
