package dev.gatehouse.benchmarks.redis;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.benchmarks.stack.Get;
import dev.gatehouse.benchmarks.stack.Stack;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.EmbeddedRedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A signed-in person asks again and again, on a node with limits and invalidation over Redis: how long an answer takes, and how
 * many statements it costs once the node knows the person.
 */
public final class MeGroup implements Group {
  private static final int CALLERS = 8;
  private static final int REQUESTS = 5_000;
  private static final int WARM_UP = 2_000;
  /** None but the one by which a session's lease is renewed every five seconds. */
  private static final double LEASES = 0.001;

  private static final Secret PASSWORD = Secret.of("correct horse battery staple");

  /** What became of a number of requests. */
  private record Run(List<Long> nanos, long statements) {}

  @Override
  public Report run(Plan plan, Path folder) throws Exception {
    try (EmbeddedRedisServer redis = EmbeddedRedisServer.start();
        Stack stack = Stack.overRedis(HashSettings.defaults(), redis.url())) {
      Table table = new Table(
          "with a warm cache", "p50 us", "p99 us", "slowest us", "statements per request");
      Bars bars = new Bars();
      for (String path : List.of("/page", "/auth/me")) {
        Run run = measure(stack, new Get(path, "Bearer " + token(stack, path)));
        double statements = run.statements() / (double) run.nanos().size();
        table.row(
            "GET " + path, at(run, 0.5), at(run, 0.99), at(run, 1), Spread.shorten(statements));
        bars.atMost("statements per GET " + path, LEASES, statements);
      }
      String text =
          "## Requests of a signed-in person, limits over Redis\n\nThrough the HTTP gate of the whole stack, "
              + CALLERS
              + " callers in a closed loop beside PostgreSQL and Redis on the same cores; `/page` is a page of the"
              + " host that asks for a signed-in person.\n\n";
      return new Report(text + table + bars, bars.allMet());
    }
  }

  private static String token(Stack stack, String path) {
    String email = "me" + path.length() + "@example.com";
    stack.add(email, UserStatus.ACTIVE, stack.gatehouse().passwordHasher().hash(PASSWORD));
    LoginResult result =
        stack.gatehouse().logins().password(email, PASSWORD, "", ClientInfo.none());
    if (result instanceof LoginResult.SignedIn signedIn) {
      return signedIn.tokens().access().reveal();
    }
    throw new IllegalStateException("a login failed: " + result);
  }

  private static Run measure(Stack stack, Get request) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Run>> unused =
          callers.invokeAll(Collections.nCopies(CALLERS, () -> ask(stack, request, WARM_UP)));
      return together(
          callers.invokeAll(Collections.nCopies(CALLERS, () -> ask(stack, request, REQUESTS))));
    } finally {
      callers.shutdown();
    }
  }

  private static Run together(List<Future<Run>> running) throws Exception {
    long statements = 0;
    List<Long> all = new ArrayList<>(CALLERS * REQUESTS);
    for (Future<Run> one : running) {
      Run run = one.get();
      all.addAll(run.nanos());
      statements += run.statements();
    }
    Collections.sort(all);
    return new Run(all, statements);
  }

  private static Run ask(Stack stack, Get request, int count) {
    stack.statements().take();
    List<Long> nanos = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      GateResult result = stack.gatehouse().http().handle(request);
      nanos.add(System.nanoTime() - begin);
      if (result instanceof GateResult.Answer answer && answer.response().status() != 200) {
        throw new IllegalStateException("answered " + answer.response().status());
      }
    }
    return new Run(nanos, stack.statements().take().size());
  }

  private static String at(Run run, double share) {
    int place =
        (int) Math.min(run.nanos().size() - 1, Math.floor(share * run.nanos().size()));
    return Spread.shorten(run.nanos().get(place) / 1000.0);
  }
}
