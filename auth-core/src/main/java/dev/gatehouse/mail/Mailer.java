package dev.gatehouse.mail;

/** Delivers a message, or throws; may block. Called on the library's mail thread, never on a request's. */
@FunctionalInterface
public interface Mailer {

  /**
   * Hands the message to the mail system.
   *
   * @throws Exception if it was not accepted; the caller tries again a few times
   */
  void send(MailMessage message) throws Exception;
}
