package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.CrashablePostgres;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed while sessions are refreshed: nobody knows whether the last one was. */
@Tag("thorough")
final class RefreshCrashTest {
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo BROWSER = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final int SESSIONS = 6;

  private final AtomicInteger refreshes = new AtomicInteger();

  @Test
  @DisplayName("RT-07: after a crash in the midst of a rotation, one line of tokens goes on")
  void oneLineOfTokensGoesOn() throws Exception {
    try (CrashablePostgres server = CrashablePostgres.start();
        HikariDataSource pool = Pools.open(Pools.config(server.url(), "postgres", Secret.of("")));
        TestGatehouse test =
            TestGatehouse.on(JdbcStorage.of(pool), new SettableClock(), builder -> builder)) {
      List<Secret> unanswered = untilItIsKilled(server, test);
      server.restart();
      assertThat(unanswered).hasSize(SESSIONS);
      for (Secret token : unanswered) {
        assertOneLine(test, token);
      }
    }
  }

  /** Returns the tokens whose refreshing ended in an error. */
  private List<Secret> untilItIsKilled(CrashablePostgres server, TestGatehouse test)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(SESSIONS);
    List<Future<Secret>> work = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      String email = "user" + i + "@example.com";
      Secret first = test.signedIn(email, PASSWORD).tokens().refresh();
      work.add(callers.submit(() -> refreshUntilItFails(test, first)));
    }
    Moments.await(Duration.ofSeconds(60), () -> refreshes.get() >= 100);
    server.killHard();
    List<Secret> unanswered = new ArrayList<>();
    for (Future<Secret> future : work) {
      unanswered.add(future.get());
    }
    callers.shutdown();
    return unanswered;
  }

  private Secret refreshUntilItFails(TestGatehouse test, Secret first) {
    Secret token = first;
    try {
      while (true) {
        token = refreshed(test, token).refresh();
        refreshes.incrementAndGet();
      }
    } catch (StoreException e) {
      return token;
    }
  }

  /** A retry goes on, by one successor; and once the grace is over, its line and the old token cannot both be used. */
  private static void assertOneLine(TestGatehouse test, Secret token) {
    Tokens successor = refreshed(test, token);
    assertThat(refreshed(test, token)).isEqualTo(successor);
    assertThat(letsIn(test, successor)).isTrue();
    test.clock().advance(Duration.ofMinutes(1));
    assertThat(test.gatehouse().refresh().refresh(token, BROWSER))
        .isInstanceOfSatisfying(
            RefreshResult.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED));
    assertThat(letsIn(test, successor)).isFalse();
  }

  private static boolean letsIn(TestGatehouse test, Tokens tokens) {
    return test.gatehouse().authenticator().authenticate(tokens.access())
        instanceof Authentication.Authenticated;
  }

  private static Tokens refreshed(TestGatehouse test, Secret token) {
    return test.gatehouse()
        .refresh()
        .refresh(token, BROWSER)
        .fold(RefreshResult.Refreshed::tokens, refused -> {
          throw new AssertionError(refused);
        });
  }
}
