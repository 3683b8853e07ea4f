package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service that is disabled on one node, seen from another, on one PostgreSQL. */
final class ServiceNodesTest {
  private static final String HERE = "https://app.example.com";
  private static final Actor OPERATOR = Actor.system("operator");
  private static final Duration LEASE = TwoNodes.LEASE;

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @RegisterExtension
  static final TwoNodes NODES = new TwoNodes(DATABASE);

  private TestGatehouse a;
  private TestGatehouse b;

  private void start(boolean notifications) {
    NODES.start(notifications, builder -> builder.services(policy -> policy.withLease(LEASE)));
    a = NODES.a();
    b = NODES.b();
  }

  @Test
  @DisplayName(
      "the median of 21 below 100 ms, the second slowest below 1 s, when notifications flow")
  void itIsRefusedThereSoonWhenNotificationsFlow() {
    start(true);
    IssuedSecret reports = registered();
    Lag.isPrompt("service disabled on A, refused on B", () -> {
      Secret token = tokenOf(reports);
      disable(reports);
      Duration lag = Lag.untilNo(System.nanoTime(), () -> letsIn(token));
      assertThat(
              a.gatehouse().services().enable(reports.service().id(), OPERATOR, ClientInfo.none()))
          .isTrue();
      return lag;
    });
  }

  @Test
  @DisplayName("no token is taken later than the lease of 2 s when notifications are cut")
  void itIsRefusedThereWithinTheLeaseWhenNotificationsAreCut() {
    start(false);
    IssuedSecret reports = registered();
    Secret token = tokenOf(reports);
    long start = System.nanoTime();
    disable(reports);
    assertThat(Lag.lastYes(start, () -> letsIn(token))).isLessThan(LEASE);
  }

  private IssuedSecret registered() {
    return a.gatehouse().services().register("reports", Set.of(HERE), OPERATOR, ClientInfo.none());
  }

  /** Returns a token that B has seen. */
  private Secret tokenOf(IssuedSecret reports) {
    Secret token = a.gatehouse()
        .tokenServices()
        .issuer()
        .issue(a.storage().services().find(reports.service().id()).orElseThrow(), Optional.empty())
        .token();
    assertThat(letsIn(token)).isTrue();
    return token;
  }

  private void disable(IssuedSecret reports) {
    assertThat(
            a.gatehouse().services().disable(reports.service().id(), OPERATOR, ClientInfo.none()))
        .isTrue();
  }

  private boolean letsIn(Secret token) {
    return b.gatehouse().serviceAuthenticator().authenticate(token)
        instanceof Authentication.AuthenticatedService;
  }
}
