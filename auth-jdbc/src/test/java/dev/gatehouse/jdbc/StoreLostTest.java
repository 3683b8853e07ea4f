package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.replay.ReplayVerdict;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.CrashablePostgres;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.Promptly;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TcpProxy;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The column "the store is lost" of docs/guides/degradation.md, cell by cell, with a real PostgreSQL. */
@Tag("thorough")
@DisplayName("the store is lost")
final class StoreLostTest {
  private static final Logger log = LoggerFactory.getLogger(StoreLostTest.class);
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final Actor SETUP = Actor.system("setup");
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(4);
  /** A second for a connection, five for an answer, and one more of each for a busy machine. */
  private static final Duration HUNG = Duration.ofSeconds(12);

  private static CrashablePostgres server;

  private final String email = UUID.randomUUID() + "@example.com";
  private HikariDataSource pool;
  private TestGatehouse test;

  @BeforeAll
  static void startServer() {
    server = CrashablePostgres.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void stop() {
    test.close();
    pool.close();
  }

  private void start(String url) {
    pool = Pools.open(Pools.config(url, "postgres", Secret.of("")));
    test = TestGatehouse.on(
        JdbcStorage.of(pool),
        new SettableClock(),
        builder -> builder
            .sessions(sessions -> sessions.withLease(LEASE))
            .apiKeys(keys -> keys.withLease(LEASE))
            .access(access -> access.withCacheTtl(LEASE))
            .throttle(off -> ThrottlePolicy.defaults()));
  }

  private static int port() {
    return URI.create(server.url().substring("jdbc:".length())).getPort();
  }

  /** What is answered from copies, by name. */
  private Map<String, BooleanSupplier> copies(LoginResult.SignedIn person) {
    Subject subject = Subject.user(person.user().id());
    test.gatehouse().roleAssignments().assign(RoleGrant.of(subject, "auth-support"), SETUP, CLIENT);
    IssuedApiKey key =
        test.gatehouse().apiKeys().create(subject, NewApiKey.named("k"), SETUP, CLIENT);
    KeyUse use = KeyUse.by(CLIENT);
    return Map.of(
        "access token",
        () -> test.gatehouse().authenticator().authenticate(person.tokens().access())
            instanceof Authentication.Authenticated,
        "API key",
        () -> test.gatehouse().apiKeyVerifier().verify(key.secret(), use)
            instanceof Verification.Accepted,
        "permission",
        () -> test.gatehouse().access().hasRole(subject, "auth-support"));
  }

  private static boolean works(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (StoreException e) {
      return false;
    }
  }

  private boolean logsIn() {
    return works(() -> test.gatehouse().logins().password(email, PASSWORD, "", CLIENT)
        instanceof LoginResult.SignedIn);
  }

  private HttpResponse ask(PlainRequest request) {
    return ((GateResult.Answer) test.gatehouse().http().handle(request)).response();
  }

  private static String bearer(LoginResult.SignedIn person) {
    return "Authorization: Bearer " + person.tokens().access().reveal();
  }

  private PlainRequest login() {
    return PlainRequest.post(
        "/auth/login", "{\"login\":\"" + email + "\",\"password\":\"" + PASSWORD.reveal() + "\"}");
  }

  private void assertRecovers() {
    Duration first = untilLogin();
    Duration recovery = first.compareTo(RECOVERY) <= 0
        ? first
        : Promptly.within(RECOVERY, () -> {
          server.killHard();
          server.restart();
          return untilLogin();
        });
    log.info("login works {} after the store", recovery);
  }

  private Duration untilLogin() {
    long back = System.nanoTime();
    Moments.await(Duration.ofSeconds(20), this::logsIn);
    return Duration.ofNanos(System.nanoTime() - back);
  }

  @Test
  @DisplayName("cell: access tokens, API keys, permissions: copies within their lease, then 503")
  void copiesWithinTheirLease() {
    start(server.url());
    LoginResult.SignedIn person = test.signedIn(email, PASSWORD);
    Map<String, BooleanSupplier> checks = copies(person);
    long before = System.nanoTime();
    checks.forEach((name, check) -> assertThat(works(check)).as(name).isTrue());
    long after = System.nanoTime();
    server.killHard();
    try {
      checks.forEach((name, check) -> {
        boolean works = works(check);
        assertThat(works || System.nanoTime() - before > LEASE.toNanos())
            .as(name)
            .isTrue();
      });
      Moments.await(LEASE.multipliedBy(3), () -> {
        long asked = System.nanoTime();
        List<String> alive = checks.entrySet().stream()
            .filter(check -> works(check.getValue()))
            .map(Map.Entry::getKey)
            .toList();
        assertThat(alive.isEmpty() || asked - after < LEASE.toNanos())
            .as("%s longer than the lease", alive)
            .isTrue();
        return alive.isEmpty();
      });
      HttpResponse refused = ask(PlainRequest.get("/auth/me", bearer(person)));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
    } finally {
      server.restart();
    }
    assertRecovers();
    checks.forEach((name, check) -> assertThat(works(check)).as(name).isTrue());
  }

  @Test
  @DisplayName(
      "cell: login, refresh, reset, logout, first use of an id: 503 with Retry-After, and nothing is half done")
  void changesAreRefused() {
    start(server.url());
    LoginResult.SignedIn person = test.signedIn(email, PASSWORD);
    long failures = test.gatehouse().degradation().storeFailures();
    server.killHard();
    try {
      Stream.of(
              login(),
              PlainRequest.post("/auth/password/forgot", "{\"email\":\"" + email + "\"}"),
              PlainRequest.post("/auth/logout", "{\"scope\":\"all\"}", bearer(person)))
          .forEach(request -> {
            HttpResponse answer = ask(request);
            assertThat(answer.status()).as(request.path()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).as(request.path()).isNotEmpty();
          });
      assertThatThrownBy(
              () -> test.gatehouse().refresh().refresh(person.tokens().refresh(), CLIENT))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(this::useOnce).isInstanceOf(StoreException.class);
      assertThat(test.gatehouse().degradation().storeFailures()).isEqualTo(failures + 3);
    } finally {
      server.restart();
    }
    assertRecovers();
    assertThat(test.gatehouse().authenticator().authenticate(person.tokens().access()))
        .as("a logout that was refused ended nothing")
        .isInstanceOf(Authentication.Authenticated.class);
    assertThat(test.gatehouse().refresh().refresh(person.tokens().refresh(), CLIENT))
        .as("a refresh that was refused spent nothing")
        .isInstanceOf(RefreshResult.Refreshed.class);
    assertThat(useOnce()).as("nor did an id").isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(useOnce()).isEqualTo(ReplayVerdict.REPLAYED);
  }

  private ReplayVerdict useOnce() {
    Instant now = test.clock().instant();
    return test.gatehouse().replays().guard("test").use(email, now, now.plusSeconds(300));
  }

  @Test
  @DisplayName("cell: limits: as ever")
  void limitsHold() {
    start(server.url());
    test.verified(email, PASSWORD);
    server.killHard();
    try {
      // Refused connections come at once: the bucket earns next to nothing meanwhile.
      List<Integer> answers =
          Stream.generate(() -> ask(login()).status()).limit(11).toList();
      assertThat(answers.subList(0, 10)).containsOnly(503);
      assertThat(answers.get(10)).isEqualTo(429);
    } finally {
      server.restart();
    }
    assertRecovers();
  }

  @Test
  @DisplayName("cell: hung: copies answer, everybody else is refused in time")
  void hung() {
    start(server.url());
    Map<String, BooleanSupplier> checks = copies(test.signedIn(email, PASSWORD));
    long before = System.nanoTime();
    checks.forEach((name, check) -> assertThat(works(check)).as(name).isTrue());
    Frozen frozen = new Frozen(server.pid());
    try {
      checks.forEach((name, check) -> {
        boolean works = works(check);
        assertThat(works || System.nanoTime() - before > LEASE.toNanos())
            .as(name)
            .isTrue();
      });
      assertThat(Racing.together(16, this::logsInWithin))
          .allSatisfy(took -> assertThat(took).isLessThan(HUNG));
    } finally {
      frozen.thaw();
    }
    assertRecovers();
  }

  /** Each as somebody else: a guess that the server counts after all, once it goes on, is nobody else's. */
  private Duration logsInWithin() {
    String other = UUID.randomUUID() + "@example.com";
    long begin = System.nanoTime();
    assertThatThrownBy(() -> test.gatehouse().logins().password(other, PASSWORD, "", CLIENT))
        .isInstanceOf(StoreException.class);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  @DisplayName("cell: slow: everything works, and what is answered from copies is not slower")
  void slow() {
    try (TcpProxy network = new TcpProxy("127.0.0.1", port())) {
      start(server.url().replace(":" + port() + "/", ":" + network.port() + "/"));
      LoginResult.SignedIn person = test.signedIn(email, PASSWORD);
      // Below the 500 ms at which the pool takes an idle connection for dead.
      network.delay(Duration.ofMillis(100));
      assertThat(logsIn()).isTrue();
      BooleanSupplier token =
          () -> test.gatehouse().authenticator().authenticate(person.tokens().access())
              instanceof Authentication.Authenticated;
      assertThat(works(token)).isTrue();
      long begin = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(works(token)).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      network.delay(Duration.ZERO);
    }
  }
}
