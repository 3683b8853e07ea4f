package dev.gatehouse.testkit;

import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.mail.Mailer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mailer that keeps every message instead of sending it. Safe for use by many threads. */
public final class CapturedMail implements Mailer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
  private static final Pattern TOKEN =
      Pattern.compile("\\bg[a-z]t_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{6}");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<MailMessage> messages = new ArrayList<>();

  /** Starts with no messages. */
  public CapturedMail() {}

  @Override
  public void send(MailMessage message) {
    lock.lock();
    try {
      messages.add(message);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns every message since the start or the last {@link #clear()}, oldest first. */
  public List<MailMessage> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets every message, so that the next {@code await} waits for a new one. */
  public void clear() {
    lock.lock();
    try {
      messages.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the newest message to an address, in whatever case; empty if there is none yet. */
  public Optional<MailMessage> newestTo(String address) {
    return newest(to(address));
  }

  /** Returns the newest message to an address as soon as there is one. */
  public MailMessage awaitTo(String address) {
    return await(to(address));
  }

  /**
   * Returns the newest message of that kind as soon as there is one.
   *
   * @throws AssertionError if there is none after ten seconds
   */
  public MailMessage await(Predicate<MailMessage> wanted) {
    long nanos = PATIENCE.toNanos();
    lock.lock();
    try {
      Optional<MailMessage> found = newest(wanted);
      while (found.isEmpty()) {
        if (nanos <= 0) {
          throw new AssertionError("no such mail after " + PATIENCE + "; there are " + messages);
        }
        nanos = arrived.awaitNanos(nanos);
        found = newest(wanted);
      }
      return found.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a mail", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the first link in the text of a message.
   *
   * @throws AssertionError if it has none
   */
  public static String link(MailMessage message) {
    return first(LINK, message, "link");
  }

  /**
   * Returns the first one-time token in the text of a message, also when it is part of a link.
   *
   * @throws AssertionError if it has none
   */
  public static String token(MailMessage message) {
    return first(TOKEN, message, "token");
  }

  private static String first(Pattern pattern, MailMessage message, String what) {
    Matcher matcher = pattern.matcher(message.text());
    if (!matcher.find()) {
      throw new AssertionError("no " + what + " in the text of " + message);
    }
    return matcher.group();
  }

  private static Predicate<MailMessage> to(String address) {
    return message -> message.to().equalsIgnoreCase(address);
  }

  private Optional<MailMessage> newest(Predicate<MailMessage> wanted) {
    return messages().stream().filter(wanted).reduce((older, newer) -> newer);
  }
}
