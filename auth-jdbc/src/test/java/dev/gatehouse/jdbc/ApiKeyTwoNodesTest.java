package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKeyPolicy;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API keys on two nodes of one application on one PostgreSQL. */
final class ApiKeyTwoNodesTest {
  private static final Logger log = LoggerFactory.getLogger(ApiKeyTwoNodesTest.class);
  private static final Actor SETUP = Actor.system("setup");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "curl/8", "r");
  private static final Duration LEASE = Duration.ofSeconds(2);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final SettableClock clock = new SettableClock();
  private TestGatehouse a;
  private TestGatehouse b;
  private UserId owner;

  private void start(boolean notifications) {
    a = node(notifications);
    DATABASE.execute(Emptied.SQL);
    a.close();
    a = node(notifications);
    b = node(notifications);
    owner = a.verified("alice@example.com", Secret.of("correct horse battery staple"))
        .id();
  }

  private TestGatehouse node(boolean notifications) {
    JdbcStorage storage = JdbcStorage.builder(POOL)
        .settings(JdbcSettings.defaults().withNotifications(notifications))
        .build();
    return TestGatehouse.on(storage, clock, builder -> builder.apiKeys(ApiKeyTwoNodesTest::leased));
  }

  private static ApiKeyPolicy leased(ApiKeyPolicy policy) {
    return policy.withLease(LEASE).withMaxPerOwner(100);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void aRevocationAndABlockAreKnownToTheOtherNodeWithin100Milliseconds() {
    start(true);
    long[] lags =
        IntStream.range(0, 21).mapToLong(turn -> revocationLag()).sorted().toArray();
    log.info(
        "revoked on A, refused on B after {} ms (median of 21), {} ms (slowest)",
        lags[10],
        lags[20]);
    assertThat(lags[10]).as("median").isLessThan(100);
    IssuedApiKey key = warm();
    block();
    assertThat(refused(key, KeyRefusal.OWNER_INACTIVE)).isLessThan(LEASE.toMillis());
  }

  @Test
  void aBlockIsKnownWithinTheLeaseWhenNotificationsAreCut() {
    start(false);
    IssuedApiKey key = warm();
    block();
    assertThat(refusal(a, key)).contains(KeyRefusal.OWNER_INACTIVE);
    assertThat(refused(key, KeyRefusal.OWNER_INACTIVE)).isLessThan(LEASE.toMillis() + 500);
  }

  private IssuedApiKey warm() {
    IssuedApiKey key =
        a.gatehouse().apiKeys().create(Subject.user(owner), NewApiKey.named("k"), SETUP, CLIENT);
    assertThat(refusal(b, key)).isEmpty();
    return key;
  }

  private long revocationLag() {
    IssuedApiKey key = warm();
    a.gatehouse().apiKeys().revoke(key.key().id(), "", SETUP, CLIENT);
    return refused(key, KeyRefusal.REVOKED);
  }

  private void block() {
    a.gatehouse()
        .users()
        .changeStatus(
            owner, new StatusChange(UserStatus.BLOCKED, "", Optional.empty()), SETUP, CLIENT);
  }

  /** Returns after how many milliseconds B refuses the key for that reason. */
  private long refused(IssuedApiKey key, KeyRefusal reason) {
    long begin = System.nanoTime();
    while (!refusal(b, key).equals(Optional.of(reason))) {
      assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(30).toNanos());
      Thread.onSpinWait();
    }
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  private static Optional<KeyRefusal> refusal(TestGatehouse node, IssuedApiKey key) {
    Verification result = node.gatehouse().apiKeyVerifier().verify(key.secret(), KeyUse.by(CLIENT));
    return result.fold(accepted -> Optional.empty(), no -> Optional.of(no.reason()));
  }
}
