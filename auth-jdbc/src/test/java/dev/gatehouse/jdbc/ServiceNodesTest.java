package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that is disabled on one node, seen from another, on one PostgreSQL. */
final class ServiceNodesTest {
  private static final Logger log = LoggerFactory.getLogger(ServiceNodesTest.class);
  private static final String HERE = "https://app.example.com";
  private static final Actor OPERATOR = Actor.system("operator");
  private static final Duration LEASE = Duration.ofSeconds(2);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final SettableClock clock = new SettableClock();
  private TestGatehouse a;
  private TestGatehouse b;

  private void start(boolean notifications) {
    a = node(notifications);
    DATABASE.execute(Emptied.SQL);
    a.close();
    a = node(notifications);
    b = node(notifications);
  }

  private TestGatehouse node(boolean notifications) {
    JdbcStorage storage = JdbcStorage.builder(POOL)
        .settings(JdbcSettings.defaults().withNotifications(notifications))
        .build();
    return TestGatehouse.on(
        storage, clock, builder -> builder.services(policy -> policy.withLease(LEASE)));
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void itIsRefusedThereWithin100MillisecondsWhenNotificationsFlow() {
    start(true);
    IssuedSecret reports = registered();
    long[] lags = IntStream.range(0, 21)
        .mapToLong(turn -> lag(reports).toMillis())
        .sorted()
        .toArray();
    log.info(
        "service disabled on A, refused on B after {} ms (median of 21), {} ms (slowest)",
        lags[10],
        lags[20]);
    assertThat(lags[10]).as("median").isLessThan(100);
    assertThat(lags[20]).as("slowest").isLessThan(LEASE.toMillis());
  }

  @Test
  void itIsRefusedThereWithinTheLeaseWhenNotificationsAreCut() {
    start(false);
    Duration lag = lag(registered());
    log.info("the same with notifications cut and a lease of {}: {}", LEASE, lag);
    assertThat(lag).isLessThan(LEASE.plusMillis(500));
  }

  private IssuedSecret registered() {
    return a.gatehouse().services().register("reports", Set.of(HERE), OPERATOR, ClientInfo.none());
  }

  private Duration lag(IssuedSecret reports) {
    var id = reports.service().id();
    Secret token = a.gatehouse()
        .tokenServices()
        .issuer()
        .issue(a.storage().services().find(id).orElseThrow(), Optional.empty())
        .token();
    assertThat(letsIn(token)).isTrue();
    assertThat(a.gatehouse().services().disable(id, OPERATOR, ClientInfo.none()))
        .isTrue();
    long acknowledged = System.nanoTime();
    while (letsIn(token)) {
      assertThat(Duration.ofNanos(System.nanoTime() - acknowledged))
          .as("B never heard")
          .isLessThan(Duration.ofSeconds(30));
      Thread.onSpinWait();
    }
    Duration lag = Duration.ofNanos(System.nanoTime() - acknowledged);
    assertThat(a.gatehouse().services().enable(id, OPERATOR, ClientInfo.none())).isTrue();
    return lag;
  }

  private boolean letsIn(Secret token) {
    return b.gatehouse().serviceAuthenticator().authenticate(token)
        instanceof Authentication.AuthenticatedService;
  }
}
