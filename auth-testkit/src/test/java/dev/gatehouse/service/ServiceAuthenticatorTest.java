package dev.gatehouse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two nodes of one application, and what one knows of a change on the other. */
final class ServiceAuthenticatorTest {
  private static final String HERE = "https://app.example.com";
  private static final Duration LEASE = Duration.ofMillis(300);
  private static final Actor OPERATOR = Actor.system("operator");
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");

  private final SettableClock clock = new SettableClock();
  private final InMemoryStorage first = InMemoryStorage.create();
  private final InMemoryStorage second = first.anotherNode();
  private final CountingStore counting = new CountingStore(second.services());
  private final TestGatehouse a = node(first);
  private final TestGatehouse b = node(with(second, counting));
  private final IssuedSecret reports =
      a.gatehouse().services().register("reports", Set.of(HERE), OPERATOR, ClientInfo.none());
  private final ServiceId id = reports.service().id();

  private TestGatehouse node(Storage storage) {
    return TestGatehouse.on(
        storage,
        clock,
        builder -> builder
            .services(policy -> policy.withLease(LEASE))
            .sessions(policy -> policy.withLease(LEASE)));
  }

  /** The same storage but for its services. */
  private static Storage with(Storage storage, ServiceStore services) {
    return (Storage) Proxy.newProxyInstance(
        Storage.class.getClassLoader(),
        new Class<?>[] {Storage.class},
        (proxy, method, arguments) ->
            method.getName().equals("services") ? services : method.invoke(storage, arguments));
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void aRepeatedTokenCostsNoLookUp() {
    Secret token = token();
    long deadline = System.nanoTime() + LEASE.toNanos();
    int calls = 0;
    while (System.nanoTime() < deadline && calls < 1000) {
      assertThat(letsIn(b, token)).isTrue();
      calls++;
    }
    assertThat(counting.finds.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aChangeOnTheOtherNodeIsKnownAtOnceWhenMessagesFlow() {
    Secret token = token();
    assertThat(letsIn(b, token)).isTrue();
    assertThat(a.gatehouse().services().disable(id, OPERATOR, ClientInfo.none()))
        .isTrue();
    assertThat(letsIn(b, token)).isFalse();
  }

  @Test
  @DisplayName("A change is known within the lease when messages are cut")
  void aChangeIsKnownWithinTheLeaseWhenMessagesAreCut() {
    Tokens ann = b.signedIn("ann@example.com", PASSWORD).tokens();
    Secret own = token();
    Secret acting = onBehalfOf(ann);
    second.invalidations().cut();
    assertThat(letsIn(b, own)).isTrue();
    assertThat(letsIn(b, acting)).isTrue();
    long start = System.nanoTime();
    a.gatehouse()
        .sessions()
        .endAll(
            b.gatehouse().users().findByEmail("ann@example.com").orElseThrow().id(),
            EndReason.REVOKED,
            OPERATOR,
            ClientInfo.none());
    assertThat(letsIn(b, own)).as("the session is not the service").isTrue();
    awaitRefusal(acting, start);
    start = System.nanoTime();
    assertThat(a.gatehouse().services().disable(id, OPERATOR, ClientInfo.none()))
        .isTrue();
    awaitRefusal(own, start);
  }

  private void awaitRefusal(Secret token, long start) {
    while (letsIn(b, token)) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(LEASE.plus(Duration.ofSeconds(5)));
      Thread.onSpinWait();
    }
  }

  @Test
  void aTokenThatIsYoungerThanTheCopyMakesTheNodeLookAgain() {
    assertThat(letsIn(b, token())).isTrue();
    second.invalidations().cut();
    assertThat(a.gatehouse().services().disable(id, OPERATOR, ClientInfo.none()))
        .isTrue();
    assertThat(a.gatehouse().services().enable(id, OPERATOR, ClientInfo.none())).isTrue();
    assertThat(letsIn(b, token())).isTrue();
  }

  @Test
  @DisplayName("A store that is down is an exception once the lease is over, never a verdict")
  void aBrokenStoreIsNeverAVerdict() {
    Secret token = token();
    counting.broken = true;
    assertThatThrownBy(() -> letsIn(b, token)).isInstanceOf(StoreException.class);
    counting.broken = false;
    assertThat(letsIn(b, token)).isTrue();
    counting.broken = true;
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    boolean failed = false;
    while (!failed) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      try {
        assertThat(letsIn(b, token)).as("within the lease").isTrue();
      } catch (StoreException down) {
        failed = true;
      }
    }
    assertThat(failed).isTrue();
  }

  @Test
  @DisplayName("A store that answers with another service, or an old one, lets nobody in")
  void aStoreIsTrustedWithDataOnly() {
    IssuedSecret other =
        a.gatehouse().services().register("other", Set.of(HERE), OPERATOR, ClientInfo.none());
    Secret token = token();
    counting.answer = Optional.of(other.service());
    assertThat(letsIn(b, token)).isFalse();
    String clientId = id.toString();
    assertThatThrownBy(() -> b.gatehouse()
            .tokenServices()
            .credentials()
            .authenticate(clientId, other.secret(), ClientInfo.none()))
        .isInstanceOf(AuthException.class);
  }

  private Secret token() {
    return a.gatehouse()
        .tokenServices()
        .issuer()
        .issue(a.storage().services().find(id).orElseThrow(), Optional.empty())
        .token();
  }

  private Secret onBehalfOf(Tokens person) {
    return a.gatehouse()
        .tokenServices()
        .issuer()
        .issueOnBehalfOf(
            person.access(), a.storage().services().find(id).orElseThrow(), Optional.empty())
        .token();
  }

  private static boolean letsIn(TestGatehouse node, Secret token) {
    Authentication result = node.gatehouse().serviceAuthenticator().authenticate(token);
    return result instanceof AuthenticatedService;
  }

  /** Counts look-ups, fails, or lies. */
  private static final class CountingStore implements ServiceStore {
    final AtomicInteger finds = new AtomicInteger();
    volatile boolean broken;
    volatile Optional<ServiceRecord> answer = Optional.empty();
    private final ServiceStore real;

    CountingStore(ServiceStore real) {
      this.real = real;
    }

    @Override
    public Optional<ServiceRecord> find(ServiceId service) {
      finds.incrementAndGet();
      if (broken) {
        throw new StoreException("services.find");
      }
      return answer.isPresent() ? answer : real.find(service);
    }

    @Override
    public boolean insert(ServiceRecord service) {
      return real.insert(service);
    }

    @Override
    public List<ServiceRecord> list(Optional<ServiceId> after, int limit) {
      return real.list(after, limit);
    }

    @Override
    public Optional<ServiceRecord> rotate(SecretRotation rotation) {
      return real.rotate(rotation);
    }

    @Override
    public Optional<ServiceRecord> replace(SecretRotation rotation) {
      return real.replace(rotation);
    }

    @Override
    public boolean endPrevious(ServiceId service, Instant now) {
      return real.endPrevious(service, now);
    }

    @Override
    public Optional<ServiceRecord> changeAudiences(ServiceId service, Set<String> audiences) {
      return real.changeAudiences(service, audiences);
    }

    @Override
    public Optional<ServiceRecord> changeStatus(ServiceId service, boolean enabled) {
      return real.changeStatus(service, enabled);
    }

    @Override
    public boolean advanceEpoch(ServiceId service, long epoch) {
      return real.advanceEpoch(service, epoch);
    }

    @Override
    public Optional<ServiceRecord> delete(ServiceId service) {
      return real.delete(service);
    }
  }
}
