package dev.gatehouse.spring;

import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.mail.Mailer;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends mail as text and HTML over the application's mail sender. */
final class SpringMailer implements Mailer {
  private final JavaMailSender sender;
  private final InternetAddress from;

  /** Sends in the name of an address. */
  SpringMailer(JavaMailSender sender, String from) {
    this.sender = sender;
    this.from = address(from);
  }

  private static InternetAddress address(String text) {
    try {
      return new InternetAddress(text, true);
    } catch (AddressException e) {
      throw new InvalidConfigurationPropertyValueException(
          Settings.FROM, text, "It must be an address such as Example <no-reply@example.com>.");
    }
  }

  @Override
  public void send(MailMessage message) throws Exception {
    MimeMessage mail = sender.createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(mail, true, StandardCharsets.UTF_8.name());
    helper.setFrom(from);
    helper.setTo(message.to());
    helper.setSubject(message.subject());
    helper.setText(message.text(), message.html());
    sender.send(mail);
  }
}
