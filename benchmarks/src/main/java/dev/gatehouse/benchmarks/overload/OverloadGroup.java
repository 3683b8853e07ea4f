package dev.gatehouse.benchmarks.overload;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.benchmarks.stack.JsonPost;
import dev.gatehouse.benchmarks.stack.Stack;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * 200 people log in at once, in a heap of 512 MiB: each is let in or sent away within the wait limit, nobody meets an
 * error, and never more hashes run than there are permits.
 */
public final class OverloadGroup implements Group {
  private static final int PEOPLE = 200;
  private static final long HEAP_MIB = 512;
  /** What a request may take beside waiting for its turn: one hash, the statements, and a busy scheduler. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final HashSettings settings = HashSettings.defaults();

  @Override
  public Report run(Plan plan, Path folder) throws Exception {
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    if (heap > HEAP_MIB) {
      throw new IllegalStateException("run it with -Xmx" + HEAP_MIB + "m, not " + heap + " MiB");
    }
    try (Stack stack = Stack.durable(settings)) {
      Secret password = Secret.of("correct horse battery staple");
      PasswordHash hash = stack.gatehouse().passwordHasher().hash(password);
      for (int i = 0; i < PEOPLE; i++) {
        stack.add(address(i), UserStatus.ACTIVE, hash);
      }
      PeakHashes peak = new PeakHashes(stack.gatehouse().passwordHasher());
      List<Outcome> outcomes = rush(stack, password);
      return report(outcomes, peak.stop());
    }
  }

  private static List<Outcome> rush(Stack stack, Secret password)
      throws InterruptedException, ExecutionException {
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<Outcome>> running = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      JsonPost login = login(address(i), password);
      running.add(people.submit(() -> {
        gate.await();
        return attempt(stack, login);
      }));
    }
    gate.countDown();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> one : running) {
      outcomes.add(one.get());
    }
    people.shutdown();
    return outcomes;
  }

  private static Outcome attempt(Stack stack, JsonPost login) {
    long start = System.nanoTime();
    @Nullable
    HttpResponse response =
        stack.gatehouse().http().handle(login) instanceof GateResult.Answer answer
            ? answer.response()
            : null;
    return Outcome.of(response, Duration.ofNanos(System.nanoTime() - start));
  }

  private Report report(List<Outcome> outcomes, int peak) {
    Table table = new Table("ended in", "people", "slowest ms");
    List<Outcome> in = outcomes.stream().filter(Outcome::signedIn).toList();
    List<Outcome> away = outcomes.stream().filter(Outcome::busy).toList();
    List<Outcome> errors =
        outcomes.stream().filter(one -> !one.signedIn() && !one.busy()).toList();
    table.row("signed in", in.size(), slowest(in));
    table.row("503 with Retry-After", away.size(), slowest(away));
    table.row("anything else", errors.size(), slowest(errors));
    Bars bars = new Bars()
        .atLeast("people signed in", 1, in.size())
        .atMost("people who met anything but 200 or 503 with Retry-After", 0, errors.size())
        .atMost(
            "slowest answer, ms",
            settings.maxWait().plus(SLACK).toNanos() / 1e6,
            slowestMillis(outcomes))
        .atMost("hashes at once", settings.maxConcurrent(), peak);
    String text =
        "## 200 logins at once, 512 MiB of heap\n\nThrough the HTTP gate, waiting at most "
            + settings.maxWait().toMillis() + " ms for one of " + settings.maxConcurrent()
            + " permits.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static String slowest(List<Outcome> outcomes) {
    return outcomes.isEmpty() ? "" : Spread.shorten(slowestMillis(outcomes));
  }

  private static double slowestMillis(List<Outcome> outcomes) {
    return outcomes.stream()
        .mapToDouble(one -> one.took().toNanos() / 1e6)
        .max()
        .orElse(0);
  }

  private static JsonPost login(String email, Secret password) {
    String json = "{\"login\":\"%s\",\"password\":\"%s\",\"delivery\":\"token\"}";
    return new JsonPost("/auth/login", json.formatted(email, password.reveal()));
  }

  private static String address(int number) {
    return "user" + number + "@example.com";
  }
}
