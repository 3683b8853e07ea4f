package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.Route;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.ThrottleDecision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to limits compile, run, and are those of the guide. */
final class ThrottleGuideTest {
  private final List<Duration> waits = new ArrayList<>();

  private void retryLater(Duration wait) {
    waits.add(wait);
  }

  private static GatehouseBuilder builder() {
    return Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail())
        .clock(new SettableClock());
  }

  @Test
  void theSnippetsWork() {
    GatehouseBuilder builder = builder();
    UserPrincipal user = new UserPrincipal(
        new UserId(new UUID(0, 1)), new SessionId(new UUID(0, 2)), Set.of("pwd"), Instant.EPOCH);
    // spotless:off
      // guide
      builder.throttle(limits -> limits
          .withAddress(Limit.perMinute(600))
          .withLogin(Limit.perMinute(20))
          .withApiKey(Limit.perSecond(50)));
      // end
      // guide
      builder.limit(RequestLimit.perCaller(
          RateLimit.of("reports", Limit.perHour(20)).forRole("gold", Limit.perHour(500)),
          Route.of("/reports/**")));
      // end
      // guide
      builder.throttle(limits -> limits.withAction("export", Limit.perHour(3)));
      // end
    // spotless:on
    try (Gatehouse gatehouse = builder.build()) {
      for (int i = 0; i < 3; i++) {
        export(gatehouse, user);
        exportOfTenant(gatehouse);
      }
      assertThatThrownBy(() -> export(gatehouse, user)).isInstanceOf(AuthException.class);
      exportOfTenant(gatehouse);
      assertThat(waits).containsExactly(Duration.ofMinutes(20));
      assertThatThrownBy(() -> gatehouse.throttle().check("exprot", user))
          .hasMessageContaining("did you mean \"export\"");
      assertThatThrownBy(() -> gatehouse.throttle().check("export", new AnonymousPrincipal()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(login(gatehouse, "zoe@example.com", Secret.of("x"), "zoe@example.com"))
          .isInstanceOf(LoginResult.Refused.class);
    }
  }

  private static void export(Gatehouse gatehouse, UserPrincipal user) {
    // spotless:off
      // guide
      gatehouse.throttle().check("export", user).orThrow();
      // end
    // spotless:on
  }

  private void exportOfTenant(Gatehouse gatehouse) {
    // spotless:off
      // guide
      ThrottleDecision decision = gatehouse.throttle().check("export", "tenant-7");
      if (decision instanceof ThrottleDecision.Refused refused) {
        retryLater(refused.retryAfter());
      }
      // end
    // spotless:on
  }

  private static LoginResult login(
      Gatehouse gatehouse, String login, Secret password, String email) {
    Optional<Secret> presentedMark = Optional.empty();
    ClientInfo client = ClientInfo.none();
    // spotless:off
      // guide
      LoginResult result = gatehouse.logins()
          .password(new LoginAttempt(login, password, "", presentedMark, client));
      Secret newMark = gatehouse.lockout().devices().mark(email, presentedMark);
      // end
    // spotless:on
    assertThat(newMark.isEmpty()).isFalse();
    return result;
  }

  @Test
  void twoLimitsOfOneNameAreRefused() {
    GatehouseBuilder twice = builder().limit(RequestLimit.perAddress("login", Limit.perMinute(10)));
    assertThatThrownBy(twice::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"login\"");
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(ThrottleGuideTest.class, "throttle.md");
  }
}
