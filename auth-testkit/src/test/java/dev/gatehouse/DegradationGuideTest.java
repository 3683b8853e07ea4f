package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.degradation.Degradation;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.Route;
import dev.gatehouse.maintenance.TaskStatus;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to degradation compile, run, and are those of the guide. */
final class DegradationGuideTest {
  private final List<Object> logged = new ArrayList<>();

  private void log(Object... things) {
    logged.addAll(List.of(things));
  }

  @Test
  void theSnippetsWork() {
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail());
    // spotless:off
      // guide
      builder.degradation(degradation -> degradation
          .withAuthLimits(FailureMode.CLOSED)
          .withLimits(FailureMode.LOCAL));
      // end
      // guide
      builder.limit(RequestLimit.perCaller(
          RateLimit.of("search", Limit.perMinute(60)).whenStoreFails(FailureMode.OPEN),
          Route.of("/search/**")));
      // end
    // spotless:on
    try (Gatehouse gatehouse = builder.build()) {
      // spotless:off
      // guide
      Degradation now = gatehouse.degradation();
      long refused = now.storeFailures();
      long alone = now.limits().local();
      // end
      // guide
      for (TaskStatus task : gatehouse.maintenance().status()) {
        log(task.name(), task.node(), task.lastOutcome(), task.lastDuration(), task.lastRows(), task.nextDue());
      }
      // end
      // spotless:on
      assertThat(refused + alone).isZero();
      assertThat(logged).contains("clean-up", "signing-keys");
    }
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(DegradationGuideTest.class, "degradation.md");
  }
}
