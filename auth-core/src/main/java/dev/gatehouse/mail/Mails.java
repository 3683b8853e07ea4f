package dev.gatehouse.mail;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes mails and hands them to the queue.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Values are text: they are escaped in HTML, never read as template syntax, and cannot start a line. Links come from
 * {@link MailSettings} alone. Mails that anybody can cause (verify, already registered, reset, confirm a new address)
 * show no value at all, so that nobody can send words of their own to a stranger.
 */
public final class Mails {
  private final MailQueue queue;
  private final MailRenderer renderer;

  /** Sends through the given queue. */
  public Mails(MailQueue queue, MailSettings settings) {
    this.queue = queue;
    this.renderer = new MailRenderer(settings);
  }

  /**
   * Sends a mail once the caller's transaction has committed. It is written on the mail thread, so that a request takes
   * no longer for an account that gets a mail.
   *
   * @param to the address of one person, as {@code EmailAddress.display()} returns it
   * @param locale the language is English if there are no texts in its language
   * @param values {@code token} where {@link MailTemplate#needsToken()}; {@code name} of the owner and the details
   *     {@code device}, {@code address}, {@code time} and {@code email} are shown if present; others are ignored
   * @throws IllegalArgumentException if a token is missing or the address is more than one line
   */
  public void send(MailTemplate template, String to, Locale locale, Map<String, String> values) {
    queue.enqueue(Letter.of(template.id(), written(template, to, locale, values)));
  }

  /**
   * Does all the work of {@link #send} for an address that is to get no mail, so that nobody can tell by the time of an
   * answer whether there was one: the mail is written on the mail thread, and thrown away.
   */
  public void pretend(MailTemplate template, String to) {
    Map<String, String> values = Map.of("token", "0".repeat(47));
    queue.enqueue(Letter.decoy(template.id(), written(template, to, Locale.ENGLISH, values)));
  }

  private Supplier<MailMessage> written(
      MailTemplate template, String to, Locale locale, Map<String, String> values) {
    if (template.needsToken() && values.getOrDefault("token", "").isEmpty()) {
      throw new IllegalArgumentException("the mail " + template.id() + " needs a token");
    }
    MailMessage.requireLine("address", to);
    Map<String, String> kept = Map.copyOf(values);
    return () -> renderer.render(template, to, locale, kept);
  }
}
