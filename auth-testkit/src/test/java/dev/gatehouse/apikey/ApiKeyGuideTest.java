package dev.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GuideSnippets;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of the guide compiles, runs, and is that of the guide. */
final class ApiKeyGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "guides", "api-keys.md");

  private final ClientInfo client = new ClientInfo("192.0.2.1", "curl/8", "r");

  private static TestGatehouse start() {
    SettableClock clock = new SettableClock();
    return TestGatehouse.on(
        InMemoryStorage.create(),
        clock,
        builder -> builder
            .permissions("invoices:read")
            .role("reader", role -> role.permitting("invoices:read")));
  }

  @Test
  void theGuideRuns() {
    try (TestGatehouse test = start()) {
      Gatehouse gatehouse = test.gatehouse();
      UserId ann = test.verified("ann@example.com", Secret.of("correct horse battery staple"))
          .id();
      gatehouse
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann), "reader"), Actor.system("setup"), client);
      // spotless:off
      // guide
      IssuedApiKey issued = gatehouse
          .apiKeys()
          .create(
              Subject.user(ann),
              NewApiKey.named("nightly export")
                  .withPermissions("invoices:read")
                  .expiringIn(Duration.ofDays(30)),
              Actor.user(ann),
              client);
      String showOnce = issued.secret().reveal(); // ak_live_… and 50 characters more
      // end
      Secret presented = Secret.of(showOnce);
      // guide
      Verification result = gatehouse
          .apiKeyVerifier()
          .verify(
              presented,
              KeyUse.by(client).requiring(Permission.parse("invoices:read")).in("invoices"));
      String answer = result.fold(
          accepted -> "hello " + accepted.principal().getName(),
          refused -> refused.code() + ": " + refused.reason().text());
      // end
      assertThat(answer).isEqualTo("hello " + issued.key().id());
      // guide
      RotatedApiKey rotated = gatehouse
          .apiKeys()
          .rotate(issued.key().id(), Duration.ofHours(24), Actor.user(ann), client);
      String successor = rotated.secret().reveal();
      Instant deadline = rotated.former().expiresAt().orElseThrow();
      // end
      assertThat(successor).startsWith("ak_live_").hasSize(58);
      assertThat(deadline).isEqualTo(test.clock().instant().plus(Duration.ofHours(24)));
      // guide
      NewApiKey bounded = NewApiKey.named("partner")
          .withRoles("reader")
          .with(settings -> settings.withAllowFrom(List.of(Cidr.parse("192.0.2.0/24"))))
          .withCredits(Credits.daily(10_000));
      // end
      assertThat(gatehouse
              .apiKeys()
              .create(Subject.user(ann), bounded, Actor.user(ann), client)
              .key()
              .status())
          .isEqualTo(ApiKeyStatus.ACTIVE);
      gatehouse.apiKeyUsage().flush();
      // guide
      List<UsageCount> usage = gatehouse
          .apiKeyUsage()
          .read(issued.key().family(), Instant.now().minus(Duration.ofDays(7)), Instant.now());
      // end
      // spotless:on
      assertThat(usage).isNotNull();
    }
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(ApiKeyGuideTest.class, "api-keys.md");
  }

  @Test
  void theGuideShowsTheExpression() throws IOException {
    ApiKeyPolicy policy = ApiKeyPolicy.defaults();
    assertThat(Files.readString(GUIDE))
        .contains('`' + new ApiKeyFormat(policy.prefix(), policy.environment()).pattern() + '`');
  }
}
