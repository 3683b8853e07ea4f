package dev.gatehouse.benchmarks.db;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.stack.Stack;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.login.LoginResult.SignedIn;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.RefreshResult.Refreshed;
import dev.gatehouse.session.Tokens;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Logs in and refreshes through the services, on a durable PostgreSQL server on the same machine. */
@State(Scope.Benchmark)
public class DbBenchmark {
  private static final int ACCOUNTS = 512;

  private final Secret password = Secret.of("correct horse battery staple");
  private final Stack stack = Stack.guarded(HashSettings.defaults());
  private final AtomicInteger next = new AtomicInteger();

  /** One caller with a session of its own. */
  @State(Scope.Thread)
  public static class Caller {
    private Secret refreshToken = Secret.of("");

    /** Logs in. */
    @Setup
    public void prepare(DbBenchmark benchmark) {
      refreshToken = signedIn(benchmark.logIn(benchmark.password)).refresh();
    }
  }

  /** Counts statements and commits. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Statements {
    /** Statements and commits so far in this iteration. */
    public long statements;
  }

  /** Adds accounts, and proves that a wrong password and a forged refresh token are refused. */
  @Setup
  public void prepare() {
    PasswordHash hash = stack.gatehouse().passwordHasher().hash(password);
    for (int i = 0; i < ACCOUNTS; i++) {
      stack.add(address(i), UserStatus.ACTIVE, hash);
    }
    Secret token = signedIn(logIn(password)).refresh();
    String text = token.reveal();
    char other = text.charAt(text.length() - 10) == 'A' ? 'B' : 'A';
    String forged =
        text.substring(0, text.length() - 10) + other + text.substring(text.length() - 9);
    if (logIn(Secret.of("Correct horse battery staple")) instanceof SignedIn
        || refresh(Secret.of(forged)) instanceof Refreshed
        || !(refresh(token) instanceof Refreshed)) {
      throw new IllegalStateException(
          "a forged credential opened the door, or a genuine one did not");
    }
  }

  /** Stops the server. */
  @TearDown
  public void close() {
    stack.close();
  }

  /** Logs in to the next account by password. */
  @Benchmark
  public Object login(Statements counter) {
    stack.statements().take();
    Tokens tokens = signedIn(logIn(password));
    counter.statements += stack.statements().take().size();
    return tokens;
  }

  /** Exchanges the caller's refresh token for the next one. */
  @Benchmark
  public Object refresh(Caller caller, Statements counter) {
    stack.statements().take();
    if (!(refresh(caller.refreshToken) instanceof Refreshed refreshed)) {
      throw new IllegalStateException("a genuine refresh token was refused");
    }
    caller.refreshToken = refreshed.tokens().refresh();
    counter.statements += stack.statements().take().size();
    return refreshed;
  }

  private LoginResult logIn(Secret presented) {
    String email = address(Math.floorMod(next.getAndIncrement(), ACCOUNTS));
    return stack.gatehouse().logins().password(email, presented, "", ClientInfo.none());
  }

  private RefreshResult refresh(Secret token) {
    return stack.gatehouse().refresh().refresh(token, ClientInfo.none());
  }

  private static Tokens signedIn(LoginResult result) {
    if (result instanceof SignedIn signedIn) {
      return signedIn.tokens();
    }
    throw new IllegalStateException("a login failed: " + result);
  }

  private static String address(int number) {
    return "user" + number + "@example.com";
  }
}
