package dev.gatehouse.examples.quickstart;

import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.mail.Mailer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A mailer for development: it keeps the newest messages in memory instead of sending them. In production, this is the
 * one class to replace; everybody who can open the page can read what is in here.
 */
final class DevOutbox implements Mailer {
  private static final int CAPACITY = 200;

  private final InstantSource clock;
  private final Deque<Mail> mails = new ArrayDeque<>();
  private long count;

  /** A message and when it would have been sent. */
  record Mail(String id, Instant at, MailMessage message) {}

  DevOutbox(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void send(MailMessage message) {
    Instant now = clock.instant();
    mails.addFirst(new Mail(now.toEpochMilli() + "-" + ++count, now, message));
    if (mails.size() > CAPACITY) {
      mails.removeLast();
    }
  }

  /** Returns what was sent, newest first. */
  synchronized List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** Returns one message. */
  synchronized Optional<Mail> find(String id) {
    return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
  }
}
