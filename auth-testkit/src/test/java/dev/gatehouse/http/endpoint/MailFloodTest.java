package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The row EM-15 of the abuse catalogue: whoever wants us to write a thousand mails. Time stands still meanwhile. */
final class MailFloodTest {
  private static final int MANY = 1_000;
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final String HOME = "192.0.2.1";

  private final TestGatehouse test = TestGatehouse.on(
      InMemoryStorage.create(),
      new SettableClock(),
      builder -> builder.throttle(off -> ThrottlePolicy.defaults()));

  private record Resend(String email, String remoteAddress) implements HttpRequest {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/auth/verify-email/resend";
    }

    @Override
    public String rawPath() {
      return path();
    }

    @Override
    public List<String> query(String name) {
      return List.of();
    }

    @Override
    public List<String> headers(String name) {
      return name.equals("Content-Type") ? List.of("application/json") : List.of();
    }

    @Override
    public byte[] body(int limit) {
      return ("{\"email\":\"" + email + "\"}").getBytes(StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void stop() {
    test.close();
  }

  /** Returns the status of each answer; those of one status have the same bytes. */
  private List<Integer> statuses(IntFunction<Resend> requests) {
    List<HttpResponse> answers = IntStream.range(0, MANY)
        .mapToObj(
            i -> ((GateResult.Answer) test.gatehouse().http().handle(requests.apply(i))).response())
        .toList();
    assertThat(answers.stream()
            .filter(answer -> answer.status() == 202)
            .map(answer -> new String(answer.body(), StandardCharsets.UTF_8))
            .distinct())
        .hasSize(1);
    return answers.stream().map(HttpResponse::status).toList();
  }

  private void pending(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(test.registered(email(i), PASSWORD).emailVerified()).isFalse();
    }
    test.forgetMail();
  }

  private static String email(int i) {
    return "user" + i + "@example.com";
  }

  private static String address(int i) {
    return "198.18." + i / 250 + "." + (1 + i % 250);
  }

  @Test
  @DisplayName("EM-15: 1,000 requests for a link to one address from one IP: 3 answers, 1 mail")
  void oneAddressFromOnePlace() {
    pending(1);
    List<Integer> statuses = statuses(i -> new Resend(email(0), HOME));
    assertThat(statuses.subList(0, 3)).containsOnly(202);
    assertThat(statuses.subList(3, MANY)).containsOnly(429);
    assertThat(test.mailsTo(email(0))).hasSize(1);
  }

  @Test
  @DisplayName("EM-15: 1,000 requests to as many addresses from one IP: 3 answers, 3 mails")
  void manyAddressesFromOnePlace() {
    pending(MANY);
    List<Integer> statuses = statuses(i -> new Resend(email(i), HOME));
    assertThat(statuses.subList(0, 3)).containsOnly(202);
    assertThat(statuses.subList(3, MANY)).containsOnly(429);
    assertThat(mails()).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "EM-15: 1,000 requests to one address from as many IPs, known or not: one answer, 1 mail or none")
  void oneAddressFromManyPlaces() {
    pending(1);
    assertThat(statuses(i -> new Resend(email(0), address(i)))).containsOnly(202);
    assertThat(test.mailsTo(email(0))).hasSize(1);
    assertThat(statuses(i -> new Resend("nobody@example.com", address(i)))).containsOnly(202);
    assertThat(mails()).isEqualTo(1);
  }

  private long mails() {
    return test.mailsTo(email(0)).size()
        + test.mail().messages().stream()
            .filter(mail -> !mail.to().equals(email(0)))
            .count();
  }
}
