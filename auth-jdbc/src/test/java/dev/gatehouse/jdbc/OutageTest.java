package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Promptly;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application sees while PostgreSQL is away, and after it has come back. */
@Tag("thorough")
final class OutageTest {
  private static final Logger log = LoggerFactory.getLogger(OutageTest.class);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private final TcpProxy network = new TcpProxy(DATABASE.host(), DATABASE.port());
  private final HikariDataSource pool =
      Pools.postgres(DATABASE.url(network.port()), DATABASE.user(), DATABASE.password());
  private final Storage storage = JdbcStorage.of(pool);

  @AfterEach
  void closeEverything() {
    storage.close();
    network.close();
    pool.close();
  }

  @Test
  @DisplayName(
      "R-A1: the error rate is back to zero within 5 s after the server, without a restart")
  void recoversByItself() {
    User user = Samples.user();
    storage.users().insert(user);
    Duration recovery = Promptly.within(Duration.ofSeconds(5), () -> recovery(user));
    log.info("first success {} after the server", recovery);
    for (int i = 0; i < 200; i++) {
      assertThat(works(user)).isTrue();
    }
  }

  private Duration recovery(User user) {
    network.cut();
    // Longer than it takes the pool's own pauses between tries to grow to 5 s.
    Moments.until(
        Duration.ofSeconds(8), () -> false, () -> assertThat(works(user)).isFalse());
    network.mend();
    long back = System.nanoTime();
    Moments.await(Duration.ofSeconds(10), () -> works(user));
    return Duration.ofNanos(System.nanoTime() - back);
  }

  @Test
  @DisplayName("CFG-04: a caller is refused in time, and the refusal says what failed")
  void refusesWithinTheTimeouts() {
    network.cut();
    assertTimeout(
        Duration.ofSeconds(4),
        () -> assertThatThrownBy(() -> storage.users().find(Samples.userId()))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("users.find"));
  }

  @Test
  @DisplayName(
      "CFG-04: a connection that is lost before the commit leaves nothing, and the failure says unknown")
  void reportsALostCommitAsUnknown() {
    User user = Samples.user();
    assertThatThrownBy(() -> storage.transactions().run(() -> {
          storage.users().insert(user);
          network.cut();
        }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("outcome unknown");
    network.mend();
    Moments.await(Duration.ofSeconds(5), () -> works(Samples.user()));
    assertThat(storage.users().find(user.id())).isEmpty();
  }

  @Test
  void publishingNeitherFailsNorBlocksForLong() {
    List<Invalidation> heard = new CopyOnWriteArrayList<>();
    storage.invalidations().subscribe(heard::add, () -> {});
    storage.invalidations().awaitConnected();
    network.cut();
    Invalidation message = new Invalidation(Invalidation.Kind.USER, "usr_1");
    assertTimeout(Duration.ofSeconds(4), () -> storage.invalidations().publish(message));
    assertThat(heard).containsExactly(message);
    assertThat(((PostgresInvalidations) storage.invalidations()).unsent()).isEqualTo(1);
  }

  @Test
  void listenersAreResetAfterTheReconnectAndHearAgain() {
    AtomicInteger resets = new AtomicInteger();
    List<Invalidation> heard = new CopyOnWriteArrayList<>();
    storage.invalidations().subscribe(heard::add, resets::incrementAndGet);
    storage.invalidations().awaitConnected();
    assertThat(resets).hasValue(1);
    network.cut();
    network.mend();
    Moments.await(Duration.ofSeconds(10), () -> resets.get() == 2);
    try (Storage other = JdbcStorage.of(DATABASE.pool())) {
      Invalidation message = new Invalidation(Invalidation.Kind.USER, "usr_2");
      other.invalidations().publish(message);
      Moments.await(Duration.ofSeconds(5), () -> heard.contains(message));
    }
  }

  private boolean works(User user) {
    try {
      storage.users().find(user.id());
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
