package dev.gatehouse.benchmarks.timing;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.stack.JsonPost;
import dev.gatehouse.benchmarks.stack.Stack;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.password.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Asks one question about existing and about unknown accounts in random order, each address once, so that no cooldown
 * tells them apart, and notes how long each answer took, its bytes, and the statements behind it.
 */
final class Trial {
  private static final int WARM_UP = 1_500;

  private final Stack stack;
  private final Probe probe;
  private final int times;
  private final Set<String> answers = new HashSet<>();
  private final Set<List<String>> statements = new HashSet<>();
  private final double[] existing;
  private final double[] unknown;

  Trial(Stack stack, Probe probe, int times) {
    this.stack = stack;
    this.probe = probe;
    this.times = times;
    this.existing = new double[times];
    this.unknown = new double[times];
  }

  void run() throws SQLException {
    List<String> accounts = accounts(times + WARM_UP);
    stack.settle();
    Random order = new Random();
    for (int i = 0; i < times + WARM_UP; i++) {
      boolean existingFirst = order.nextBoolean();
      double first = ask(existingFirst ? accounts.get(i) : address());
      double second = ask(existingFirst ? address() : accounts.get(i));
      if (i >= WARM_UP) {
        existing[i - WARM_UP] = existingFirst ? first : second;
        unknown[i - WARM_UP] = existingFirst ? second : first;
      }
    }
  }

  Welch welch() {
    return Welch.of(existing, unknown);
  }

  Welch welchWithoutPauses() {
    return Welch.below(0.95, existing, unknown);
  }

  double[] unknownNanos() {
    return unknown;
  }

  /** Returns every different answer there was, request ids left out. */
  Set<String> answers() {
    return answers;
  }

  /** Returns every different sequence of statements there was. */
  Set<List<String>> statements() {
    return statements;
  }

  private List<String> accounts(int count) {
    PasswordHash hash =
        stack.gatehouse().passwordHasher().hash(Secret.of("correct horse battery staple"));
    List<String> accounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String email = address();
      UserStatus status = probe.existing();
      stack.add(email, status, hash);
      accounts.add(email);
    }
    return accounts;
  }

  private double ask(String email) {
    JsonPost request = probe.request(email);
    stack.statements().take();
    long start = System.nanoTime();
    var result = stack.gatehouse().http().handle(request);
    double nanos = System.nanoTime() - start;
    statements.add(stack.statements().take());
    answers.add(result instanceof Answer answer ? text(answer.response()) : "no answer");
    return nanos;
  }

  private static String text(HttpResponse response) {
    String id = response.header("X-Request-Id").orElse("no request id");
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return (response.status() + " " + response.headers() + " " + body).replace(id, "<request id>");
  }

  /** Returns an address that nobody has seen before, always of the same length. */
  private static String address() {
    return "a" + HexFormat.of().formatHex(RandomSource.secure().bytes(12)) + "@example.com";
  }
}
