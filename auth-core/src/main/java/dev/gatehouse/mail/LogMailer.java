package dev.gatehouse.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mailer for development: prints every message, with its links and their tokens, to the log. Never use it in
 * production: whoever reads the log can take over accounts.
 */
public final class LogMailer implements Mailer {
  private final Logger log;

  /** Warns once that mails go to the log. */
  public LogMailer() {
    this(LoggerFactory.getLogger(LogMailer.class));
  }

  LogMailer(Logger log) {
    this.log = log;
    log.warn("Mails are printed to this log and sent to nobody. For development only.");
  }

  @Override
  public void send(MailMessage message) {
    log.info(
        "DEVELOPMENT ONLY, mail not sent\nTo: {}\nSubject: {}\n\n{}",
        message.to(),
        message.subject(),
        message.text());
  }
}
