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
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** API keys on two nodes of one application on one PostgreSQL. */
final class ApiKeyTwoNodesTest {
  private static final Actor SETUP = Actor.system("setup");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "curl/8", "r");
  private static final Duration LEASE = TwoNodes.LEASE;

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @RegisterExtension
  static final TwoNodes NODES = new TwoNodes(DATABASE);

  private TestGatehouse a;
  private TestGatehouse b;
  private UserId owner;

  private void start(boolean notifications) {
    NODES.start(notifications, builder -> builder.apiKeys(ApiKeyTwoNodesTest::leased));
    a = NODES.a();
    b = NODES.b();
    owner = a.verified("alice@example.com", Secret.of("correct horse battery staple"))
        .id();
  }

  private static ApiKeyPolicy leased(ApiKeyPolicy policy) {
    return policy.withLease(LEASE).withMaxPerOwner(100);
  }

  @Test
  @DisplayName(
      "a key revoked on A, or its owner blocked, is refused on B: the median of 21 below 100 ms")
  void aRevocationAndABlockAreKnownToTheOtherNodeSoon() {
    start(true);
    Lag.isPrompt("API key revoked on A, refused on B", () -> {
      IssuedApiKey key = warm();
      a.gatehouse().apiKeys().revoke(key.key().id(), "", SETUP, CLIENT);
      return Lag.untilNo(System.nanoTime(), () -> !isRefused(key, KeyRefusal.REVOKED));
    });
    Lag.isPrompt("owner blocked on A, API key refused on B", () -> {
      IssuedApiKey key = warm();
      put(UserStatus.BLOCKED);
      Duration lag =
          Lag.untilNo(System.nanoTime(), () -> !isRefused(key, KeyRefusal.OWNER_INACTIVE));
      put(UserStatus.ACTIVE);
      Moments.await(Duration.ofSeconds(30), () -> refusal(b, key).isEmpty());
      return lag;
    });
  }

  @Test
  @DisplayName(
      "with notifications cut, B takes no key of a blocked owner later than the lease of 2 s")
  void aBlockIsKnownWithinTheLeaseWhenNotificationsAreCut() {
    start(false);
    IssuedApiKey key = warm();
    long start = System.nanoTime();
    put(UserStatus.BLOCKED);
    assertThat(refusal(a, key)).contains(KeyRefusal.OWNER_INACTIVE);
    assertThat(Lag.lastYes(start, () -> !isRefused(key, KeyRefusal.OWNER_INACTIVE)))
        .isLessThan(LEASE);
  }

  private IssuedApiKey warm() {
    IssuedApiKey key =
        a.gatehouse().apiKeys().create(Subject.user(owner), NewApiKey.named("k"), SETUP, CLIENT);
    assertThat(refusal(b, key)).isEmpty();
    return key;
  }

  private void put(UserStatus status) {
    a.gatehouse()
        .users()
        .changeStatus(owner, new StatusChange(status, "", Optional.empty()), SETUP, CLIENT);
  }

  private boolean isRefused(IssuedApiKey key, KeyRefusal reason) {
    return refusal(b, key).equals(Optional.of(reason));
  }

  private static Optional<KeyRefusal> refusal(TestGatehouse node, IssuedApiKey key) {
    Verification result = node.gatehouse().apiKeyVerifier().verify(key.secret(), KeyUse.by(CLIENT));
    return result.fold(accepted -> Optional.empty(), no -> Optional.of(no.reason()));
  }
}
