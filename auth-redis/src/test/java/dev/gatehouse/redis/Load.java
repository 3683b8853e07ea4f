package dev.gatehouse.redis;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.throttle.ThrottleDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers on several nodes who log in, check a session and two permissions, and use a limit, again and again; and what they
 * met.
 */
final class Load implements AutoCloseable {
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final int CHECKS_PER_LOGIN = 20;

  final LongAdder rounds = new LongAdder();
  final LongAdder logins = new LongAdder();
  final LongAdder exports = new LongAdder();
  final LongAdder falsePermissions = new LongAdder();
  final Queue<RuntimeException> errors = new ConcurrentLinkedQueue<>();

  private final Secret password;
  private final Subject person;
  private final Secret token;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> callers = new ArrayList<>();

  /**
   * Starts with nobody.
   *
   * @param password everybody's
   * @param signedIn whose session and roles are checked
   */
  Load(Secret password, LoginResult.SignedIn signedIn) {
    this.password = password;
    this.person = Subject.user(signedIn.user().id());
    this.token = signedIn.tokens().access();
  }

  /** Starts a caller on a node, who logs in as somebody. */
  void on(Node node, String email) {
    callers.add(threads.submit(() -> call(node.gatehouse(), email)));
  }

  private void call(Gatehouse gatehouse, String email) {
    while (running.get()) {
      try {
        for (int i = 0; i < CHECKS_PER_LOGIN && running.get(); i++) {
          round(gatehouse);
        }
        logIn(gatehouse, email);
      } catch (RuntimeException e) {
        errors.add(e);
      }
    }
  }

  private void round(Gatehouse gatehouse) {
    if (!(gatehouse.authenticator().authenticate(token) instanceof Authentication.Authenticated)) {
      throw new IllegalStateException("the session is alive and was refused");
    }
    if (!gatehouse.access().hasRole(person, "auth-support")) {
      throw new IllegalStateException("the role is there and was not found");
    }
    if (gatehouse.access().hasRole(person, "auth-admin")) {
      falsePermissions.increment();
    }
    if (gatehouse.throttle().check("export", "tenant-7") instanceof ThrottleDecision.Allowed) {
      exports.increment();
    }
    rounds.increment();
  }

  private void logIn(Gatehouse gatehouse, String email) {
    LoginResult result = gatehouse.logins().password(email, password, "", CLIENT);
    if (!(result instanceof LoginResult.SignedIn)) {
      throw new IllegalStateException("the password was right and was refused: " + result);
    }
    logins.increment();
  }

  /** Waits until that many logins have succeeded from now on. */
  void awaitLogins(int more) {
    long until = logins.sum() + more;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (logins.sum() < until) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "only " + logins.sum() + " of " + until + " logins; errors: " + errors);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Ends it, and waits for every caller. */
  @Override
  public void close() {
    running.set(false);
    try {
      for (Future<?> caller : callers) {
        caller.get(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a caller did not end", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
