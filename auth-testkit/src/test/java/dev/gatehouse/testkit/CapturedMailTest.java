package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.mail.MailMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CapturedMailTest {
  private final CapturedMail mail = new CapturedMail();

  @Test
  void keepsMessagesOldestFirst() {
    mail.send(to("a@example.org", "one"));
    mail.send(to("b@example.org", "two"));
    assertThat(mail.messages()).extracting(MailMessage::text).containsExactly("one", "two");
  }

  @Test
  void findsTheNewestToAnAddressInWhateverCase() {
    mail.send(to("a@example.org", "old"));
    mail.send(to("A@example.org", "new"));
    mail.send(to("b@example.org", "other"));
    assertThat(mail.newestTo("a@EXAMPLE.org").orElseThrow().text()).isEqualTo("new");
    assertThat(mail.newestTo("c@example.org")).isEmpty();
  }

  @Test
  void waitsForAMessageThatIsStillOnItsWay() {
    CompletableFuture<MailMessage> waiting =
        CompletableFuture.supplyAsync(() -> mail.awaitTo("a@example.org"));
    mail.send(to("b@example.org", "other"));
    mail.send(to("a@example.org", "here"));
    assertThat(waiting.join().text()).isEqualTo("here");
  }

  @Test
  void waitsForANewMessageAfterAClear() {
    mail.send(to("a@example.org", "old"));
    mail.clear();
    CompletableFuture<MailMessage> waiting =
        CompletableFuture.supplyAsync(() -> mail.awaitTo("a@example.org"));
    mail.send(to("a@example.org", "new"));
    assertThat(waiting.join().text()).isEqualTo("new");
  }

  @Test
  void takesTheLinkAndTheTokenFromTheText() {
    String token = OpaqueToken.issue("gvt", new SeededRandom(1)).reveal();
    String link = "https://app.example.org/verify?token=" + token;
    MailMessage message = to("a@example.org", "Hello,\nopen <" + link + "> soon.\n");
    assertThat(CapturedMail.link(message)).isEqualTo(link);
    assertThat(CapturedMail.token(message)).isEqualTo(token);
  }

  @Test
  void saysSoIfThereIsNoTokenInTheText() {
    MailMessage message = to("a@example.org", "gvt_tooShort");
    assertThatThrownBy(() -> CapturedMail.token(message)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> CapturedMail.link(message)).isInstanceOf(AssertionError.class);
  }

  @Test
  void keepsEveryMessageOfConcurrentSenders() {
    List<Boolean> sent = Racing.together(16, () -> {
      mail.send(to("a@example.org", "x"));
      return true;
    });
    assertThat(mail.messages()).hasSameSizeAs(sent);
  }

  private static MailMessage to(String address, String text) {
    return new MailMessage("test", address, "Subject", text, "<p></p>");
  }
}
