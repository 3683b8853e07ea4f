package dev.gatehouse.mail;

import java.time.Duration;
import java.util.List;

/**
 * The patience of the mail queue.
 *
 * @param capacity how many mails may wait
 * @param waits before the second attempt, the third, …; there is one attempt more than waits
 * @param closing how long the end waits for mails under way
 */
record MailLimits(int capacity, List<Duration> waits, Duration closing) {
  static MailLimits defaults() {
    return new MailLimits(
        1_000, List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)), Duration.ofSeconds(5));
  }
}
