package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mail.MailMessage;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

final class SpringMailerTest {
  @Test
  void aMessageGoesOutAsTextAndHtmlInTheNameOfTheSender() throws Exception {
    List<MimeMessage> sent = new ArrayList<>();
    JavaMailSenderImpl sender = new JavaMailSenderImpl() {
      @Override
      protected void doSend(MimeMessage[] messages, Object[] originals) {
        sent.addAll(List.of(messages));
      }
    };
    new SpringMailer(sender, "Example <no-reply@example.com>")
        .send(new MailMessage(
            "verify_email", "ann@example.org", "Grüß Gott", "the text", "<p>the html</p>"));
    MimeMessage mail = sent.get(0);
    mail.saveChanges();
    assertThat(mail.getFrom()[0]).hasToString("Example <no-reply@example.com>");
    assertThat(mail.getAllRecipients()).singleElement().hasToString("ann@example.org");
    assertThat(mail.getSubject()).isEqualTo("Grüß Gott");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    mail.writeTo(all);
    assertThat(all.toString(StandardCharsets.UTF_8))
        .contains("multipart/alternative")
        .contains("text/plain")
        .contains("the text")
        .contains("text/html")
        .contains("<p>the html</p>");
  }
}
