package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.Promptly;
import dev.gatehouse.testkit.TestPostgres;
import dev.gatehouse.throttle.ThrottleDecision;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The column "what nodes share is lost" of docs/guides/degradation.md for a whole application: two nodes under load, a real
 * PostgreSQL, and a real Redis that is killed, hung, slow or emptied. Counts decide; times are bounded as the page says, in
 * numbers of waits, so that a busy machine changes nothing.
 */
@Tag("thorough")
@DisplayName("CFG-05 Redis is lost under load")
final class RedisLostTest {
  private static final Logger log = LoggerFactory.getLogger(RedisLostTest.class);
  private static final String EMAIL = "zoe@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final Actor SETUP = Actor.system("setup");
  private static final int CALLERS = 6;
  private static final Duration RECOVERY = Duration.ofSeconds(2);

  private final RedisServer server = RedisServer.start();
  private final HikariDataSource database = pool();
  private Node one;
  private Node two;
  private LoginResult.SignedIn person;

  @BeforeEach
  void start() {
    one = node(server.url());
    two = node(server.url());
    for (int i = 0; i < CALLERS; i++) {
      register(caller(i));
    }
    person = signedIn();
    await(Duration.ofSeconds(20), this::together);
  }

  @AfterEach
  void stop() {
    two.close();
    one.close();
    database.close();
    server.close();
  }

  /** Waits longer for a connection than an application would: the machine may be busy. */
  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestPostgres.newDatabase());
    config.setConnectionTimeout(30_000);
    return new HikariDataSource(config);
  }

  private Node node(String url) {
    return new Node(database, RedisSettings.of(url), 2);
  }

  private static String caller(int number) {
    return "caller" + number + "@example.com";
  }

  private User register(String email) {
    one.gatehouse()
        .registration()
        .register(new NewAccount(email, PASSWORD, "", Locale.ENGLISH), CLIENT);
    return one.gatehouse()
        .registration()
        .verifyEmail(Secret.of(CapturedMail.token(one.mail().awaitTo(email))), CLIENT);
  }

  private LoginResult.SignedIn signedIn() {
    User user = register(EMAIL);
    one.gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(user.id()), "auth-support"), SETUP, CLIENT);
    return (LoginResult.SignedIn) one.gatehouse().logins().password(EMAIL, PASSWORD, "", CLIENT);
  }

  private static void await(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("did not happen within %s", time).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Tells whether both nodes decide a limit by Redis. */
  private boolean together() {
    return List.of(one, two).stream().allMatch(RedisLostTest::asksRedis);
  }

  private static boolean asksRedis(Node node) {
    long alone = node.gatehouse().degradation().limits().local();
    var unused = node.gatehouse().throttle().check("export", "probe " + Thread.currentThread());
    return node.redis().status().answering()
        && node.gatehouse().degradation().limits().local() == alone;
  }

  /** Callers work while something is done to Redis and undone; they must not notice. */
  private void underLoad(Runnable harm, Runnable repair, boolean outage, boolean forgotten) {
    AtomicInteger losses = new AtomicInteger();
    long begin = System.nanoTime();
    LongAdder comingBack = new LongAdder();
    Load load = new Load(PASSWORD, person);
    try (load) {
      for (int i = 0; i < CALLERS; i++) {
        load.on(i % 2 == 0 ? one : two, caller(i));
      }
      load.awaitLogins(20);
      Duration recovery = Promptly.within(RECOVERY, () -> {
        losses.incrementAndGet();
        harm.run();
        load.awaitLogins(20);
        if (outage) {
          await(
              Duration.ofSeconds(10),
              () -> !one.redis().status().answering() && !two.redis().status().answering());
          assertWaits(load);
        }
        repair.run();
        long back = System.nanoTime();
        await(
            Duration.ofSeconds(20),
            () -> one.redis().status().answering() && two.redis().status().answering());
        Duration taken = Duration.ofNanos(System.nanoTime() - back);
        comingBack.add(taken.toNanos());
        return taken;
      });
      log.info("Redis is used again {} after its return", recovery);
      load.awaitLogins(20);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double rate = Node.EXPORT.capacity() / 2.0;
    // Until both are back, one may ask Redis while the other still lets its share through.
    double earned = rate * seconds + rate / 2 * comingBack.sum() / 1e9;
    long allowed = (long) most(Node.EXPORT.capacity(), earned, forgotten ? losses.get() : 0);
    log.info(
        "{} logins, {} rounds, {} exports in {} s; allowed {}",
        load.logins.sum(),
        load.rounds.sum(),
        load.exports.sum(),
        seconds,
        allowed);
    assertThat(load.errors).isEmpty();
    assertThat(load.falsePermissions.sum()).isZero();
    assertThat(load.exports.sum()).as("the limit holds").isLessThanOrEqualTo(allowed);
  }

  /** A Redis that was away and has forgotten all makes three beginnings: its own, those of the nodes alone, and its second one. */
  private static double most(int capacity, double earned, int forgotten) {
    return forgotten > 0 ? (1 + 2 * forgotten) * capacity + earned : 2 * (capacity + earned);
  }

  /** While Redis is lost, nobody waits for it but those who find out, and one caller of a node in each half second. */
  private void assertWaits(Load load) {
    long failures = failures();
    long begin = System.nanoTime();
    load.awaitLogins(100);
    long halfSeconds = (System.nanoTime() - begin) / 500_000_000 + 1;
    long waits = failures() - failures;
    assertThat(waits).isLessThanOrEqualTo(2 * (halfSeconds + 1) + CALLERS);
  }

  private long failures() {
    return one.redis().status().failures() + two.redis().status().failures();
  }

  @Test
  @DisplayName("cell: killed: logins and checks succeed, limits hold, recovery within 2 s")
  void killed() {
    underLoad(server::killHard, server::startAgain, true, true);
  }

  @Test
  @DisplayName("cell: hung: logins and checks succeed, waits are bounded, recovery within 2 s")
  void hung() {
    underLoad(server::freeze, server::thaw, true, false);
  }

  @Test
  @DisplayName("cell: emptied: logins and checks succeed, limits hold")
  void emptied() {
    underLoad(
        () -> assertThat(server.command("FLUSHALL")).isEqualTo("+OK"), () -> {}, false, false);
  }

  @Test
  @DisplayName("cell: revoked while killed: no node allows longer than the lease")
  void noFalsePermission() {
    Subject subject = Subject.user(person.user().id());
    assertThat(two.gatehouse().access().hasRole(subject, "auth-support")).isTrue();
    server.killHard();
    assertThat(two.gatehouse().access().hasRole(subject, "auth-support")).isTrue();
    assertThat(one.gatehouse()
            .roleAssignments()
            .unassign(subject, "auth-support", "left", SETUP, CLIENT))
        .isTrue();
    long revoked = System.nanoTime();
    assertThat(one.gatehouse().access().hasRole(subject, "auth-support")).isFalse();
    await(Duration.ofSeconds(20), () -> {
      long asked = System.nanoTime();
      boolean allowed = two.gatehouse().access().hasRole(subject, "auth-support");
      assertThat(allowed && asked - revoked > Node.LEASE.toNanos())
          .as("allowed after the lease")
          .isFalse();
      return !allowed;
    });
    assertThat(one.redis().status().unsent()).isPositive();
  }

  @Test
  @DisplayName(
      "cell: logged out everywhere while hung: no node takes the session for longer than the lease")
  void noFalseSession() {
    assertThat(isIn(two)).isTrue();
    server.freeze();
    try {
      one.gatehouse()
          .sessions()
          .endAll(
              person.user().id(), EndReason.SIGNED_OUT, Actor.user(person.user().id()), CLIENT);
      long ended = System.nanoTime();
      assertThat(isIn(one)).isFalse();
      await(Duration.ofSeconds(20), () -> {
        long asked = System.nanoTime();
        boolean in = isIn(two);
        assertThat(in && asked - ended > Node.LEASE.toNanos())
            .as("in after the lease")
            .isFalse();
        return !in;
      });
    } finally {
      server.thaw();
    }
  }

  private boolean isIn(Node node) {
    return node.gatehouse().authenticator().authenticate(person.tokens().access())
        instanceof Authentication.Authenticated;
  }

  @Test
  @DisplayName("cell: an application starts and works without Redis")
  void startsWithout() {
    server.killHard();
    try (Node late = node(server.url())) {
      assertThat(late.gatehouse().logins().password(EMAIL, PASSWORD, "", CLIENT))
          .isInstanceOf(LoginResult.SignedIn.class);
      int through = 0;
      for (int i = 0; i < 50; i++) {
        through +=
            late.gatehouse().throttle().check("export", "t") instanceof ThrottleDecision.Allowed
                ? 1
                : 0;
      }
      assertThat(through).isBetween(10, 49);
    }
  }
}
