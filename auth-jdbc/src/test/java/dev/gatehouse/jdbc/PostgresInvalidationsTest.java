package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Storage;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidation.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class PostgresInvalidationsTest {
  private static final Logger log = LoggerFactory.getLogger(PostgresInvalidationsTest.class);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final HikariDataSource POOL = DATABASE.pool();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Storage here = JdbcStorage.of(POOL);
  private final Storage there = JdbcStorage.of(POOL);

  @AfterEach
  void closeBoth() {
    here.close();
    there.close();
  }

  @Test
  @DisplayName("R-C4: another node hears of a change within 100 ms (median of 200)")
  void isQuick() {
    Map<String, Long> heard = new ConcurrentHashMap<>();
    there.invalidations().subscribe(m -> heard.put(m.id(), System.nanoTime()), () -> {});
    there.invalidations().awaitConnected();
    long[] lags = new long[200];
    for (int i = 0; i < lags.length; i++) {
      String id = "usr_" + i;
      long sent = System.nanoTime();
      here.invalidations().publish(new Invalidation(Kind.USER, id));
      Moments.await(PATIENCE, () -> heard.containsKey(id));
      lags[i] = (heard.get(id) - sent) / 1_000;
    }
    Arrays.sort(lags);
    log.info(
        "lag of 200 messages: median {} us, p99 {} us, max {} us", lags[100], lags[198], lags[199]);
    assertThat(Duration.ofNanos(lags[100] * 1_000)).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void aBrokenListenerConnectionIsReplacedAndTheListenersAreReset() {
    AtomicInteger resets = new AtomicInteger();
    List<String> heard = new CopyOnWriteArrayList<>();
    there.invalidations().subscribe(m -> heard.add(m.id()), resets::incrementAndGet);
    there.invalidations().awaitConnected();
    terminateListeners();
    Moments.await(PATIENCE, () -> resets.get() == 2);
    here.invalidations().publish(new Invalidation(Kind.SESSION, "ses_1"));
    Moments.await(PATIENCE, () -> heard.contains("ses_1"));
  }

  @Test
  void theListenerTakesNoConnectionOfThePool() {
    there.invalidations().subscribe(m -> {}, () -> {});
    there.invalidations().awaitConnected();
    Moments.await(PATIENCE, () -> POOL.getHikariPoolMXBean().getActiveConnections() == 0);
    assertThat(listeners()).isEqualTo(1);
  }

  @Test
  void aClosedNodeLeavesNoConnectionBehind() {
    there.invalidations().subscribe(m -> {}, () -> {});
    there.invalidations().awaitConnected();
    assertThat(listeners()).isEqualTo(1);
    there.close();
    Moments.await(PATIENCE, () -> listeners() == 0);
  }

  @Test
  void aMessageInsideAUnitOfWorkNeitherWaitsForItNorDependsOnIt() {
    List<String> heard = new CopyOnWriteArrayList<>();
    there.invalidations().subscribe(m -> heard.add(m.id()), () -> {});
    there.invalidations().awaitConnected();
    here.transactions().run(() -> {
      here.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
      Moments.await(PATIENCE, () -> heard.contains("usr_1"));
    });
  }

  @Test
  void whatIsNotOursOnTheChannelIsSkipped() {
    List<String> heard = new CopyOnWriteArrayList<>();
    there.invalidations().subscribe(m -> heard.add(m.id()), () -> {});
    there.invalidations().awaitConnected();
    for (String payload : List.of("", " ", "x", "x y", "x newer_kind:1", "\u00e4 :", "x user")) {
      DATABASE.execute("select pg_notify('gatehouse_invalidations', '" + payload + "')");
    }
    here.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
    Moments.await(PATIENCE, () -> heard.contains("usr_1"));
    assertThat(heard).containsExactly("usr_1");
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() {
    List<String> heard = new CopyOnWriteArrayList<>();
    there
        .invalidations()
        .subscribe(
            m -> {
              throw new IllegalStateException("this listener fails");
            },
            () -> {
              throw new IllegalStateException("and its reset too");
            });
    there.invalidations().subscribe(m -> heard.add(m.id()), () -> {});
    there.invalidations().awaitConnected();
    here.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
    here.invalidations().publish(new Invalidation(Kind.USER, "usr_2"));
    Moments.await(PATIENCE, () -> heard.equals(List.of("usr_1", "usr_2")));
  }

  @Test
  void withoutNotificationsANodeHearsItselfAndNobodyElse() {
    JdbcSettings silent = JdbcSettings.defaults().withNotifications(false);
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Storage alone = JdbcStorage.builder(POOL).settings(silent).build()) {
      alone.invalidations().subscribe(m -> heard.add(m.id()), () -> {});
      alone.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
      here.invalidations().publish(new Invalidation(Kind.USER, "usr_2"));
    }
    assertThat(heard).containsExactly("usr_1");
    assertThat(listeners()).isZero();
  }

  @Test
  void closingTwiceOrWithoutEverListeningIsFine() {
    assertThatCode(() -> {
          here.close();
          here.close();
        })
        .doesNotThrowAnyException();
  }

  private static long listeners() {
    return DATABASE.number(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and (query like 'listen %' or query = 'select 1')");
  }

  private static void terminateListeners() {
    DATABASE.execute("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where datname = current_database() and query like 'listen %'");
  }
}
