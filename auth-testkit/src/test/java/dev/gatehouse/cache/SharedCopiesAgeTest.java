package dev.gatehouse.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How old a copy is, whatever the clocks say. */
final class SharedCopiesAgeTest extends SharedCopiesCase {
  @Test
  @DisplayName("RBAC-03 a copy is as old as the answer of the store, however often it is handed on")
  void aCopyIsNeverOlderThanTheLease() {
    assertThat(here.ask().value()).isEqualTo("old");
    truth = "new";
    LeaseCache<String, String> own = new LeaseCache<>(10, LEASE, clock, nanos::get);
    pass(Duration.ofSeconds(3));
    assertThat(own.getAged("key", key -> there.ask())).isEqualTo("old");
    pass(LEASE.minusSeconds(3).minusNanos(1));
    assertThat(own.getAged("key", key -> there.ask())).isEqualTo("old");
    pass(Duration.ofNanos(1));
    assertThat(own.getAged("key", key -> there.ask())).isEqualTo("new");
  }

  @Test
  void theTimeThatTheStoreTookCounts() {
    assertThat(here.ask(() -> {
              pass(Duration.ofSeconds(4));
              return "old";
            })
            .value())
        .isEqualTo("old");
    pass(Duration.ofMillis(999));
    assertThat(there.ask().age()).isEqualTo(Duration.ofMillis(4_999));
    pass(Duration.ofMillis(1));
    assertThat(there.ask().age()).isZero();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void theTimeThatTheStoreTookCountsByTheCacheToo() {
    Aged<String> slow = here.ask(() -> {
      nanos.addAndGet(Duration.ofSeconds(4).toNanos());
      return "old";
    });
    assertThat(slow.value()).isEqualTo("old");
    assertThat(there.ask().age()).as("while the clocks stand still").hasSeconds(4);
  }

  @Test
  @DisplayName("CFG-05 a cache whose time stands still keeps nothing alive")
  void theClocksOfTheNodesBoundWhatTheCacheSays() {
    here.ask();
    truth = "new";
    clock.advance(LEASE);
    assertThat(there.ask().value()).isEqualTo("new");
  }

  @Test
  @DisplayName("RL-08 a node whose clock was set back keeps nothing alive")
  void theCacheBoundsWhatTheClocksSay() {
    SettableClock late = new SettableClock();
    Node behind = new Node(cache, SECRET, late);
    here.ask();
    truth = "new";
    pass(Duration.ofMillis(900));
    assertThat(behind.ask().age()).as("by the cache").isEqualTo(Duration.ofMillis(900));
    clock.advance(Duration.ofHours(1));
    here.level.remove(SESSION);
    truth = "old";
    here.ask();
    truth = "new";
    assertThat(behind.ask().value()).as("an age that nobody can tell").isEqualTo("new");
  }

  @Test
  @DisplayName("RBAC-04 whoever puts an old copy back gains no more than its lease")
  void anOldCopyPutBackEndsWithItsLease() {
    here.ask();
    String old = held();
    String owner =
        cache.read(List.of(SecondLevel.name(ANN)), "?x", MINUTE).get(0).text();
    here.level.remove(SESSION);
    here.level.remove(ANN);
    truth = "new";
    pass(LEASE);
    cache.forge(SecondLevel.name(SESSION), old, MINUTE);
    cache.forge(SecondLevel.name(ANN), owner, MINUTE);
    assertThat(there.ask().value()).isEqualTo("new");
  }

  @Test
  @DisplayName("RBAC-04 RL-08 the same if the clocks of the nodes differ by more than the lease")
  void anOldCopyPutBackEndsWithItsLeaseByTheCacheToo() {
    here.ask();
    String old = held();
    nanos.addAndGet(LEASE.toNanos());
    truth = "new";
    cache.forge(SecondLevel.name(SESSION), old, MINUTE);
    assertThat(there.ask().value()).as("nobody's wall clock has moved").isEqualTo("new");
  }

  @Test
  @DisplayName("RBAC-03 RL-08 a copy that is written late ends when it would have ended")
  void aCopyThatIsWrittenLateEndsInTime() {
    Runnable[] stalled = new Runnable[1];
    Node slow = new Node(new LateCache(cache, write -> stalled[0] = write), SECRET, clock);
    assertThat(slow.ask().value()).isEqualTo("old");
    truth = "new";
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    stalled[0].run();
    assertThat(there.ask().age())
        .as("whatever the wall clocks say")
        .isEqualTo(Duration.ofSeconds(4));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(
            cache.read(List.of(SecondLevel.name(SESSION)), "?x", MINUTE).get(0).text())
        .as("gone")
        .isEqualTo("?x");
    stalled[0].run();
    assertThat(there.ask().value()).isEqualTo("new");
  }

  @Test
  @DisplayName("RL-08 a cache whose clock was set back tells no age")
  void aCacheWhoseClockWasSetBackTellsNoAge() {
    nanos.set(Duration.ofHours(1).toNanos());
    here.ask();
    String copy = held();
    nanos.set(0);
    truth = "new";
    cache.forge(SecondLevel.name(SESSION), copy, MINUTE);
    assertThat(there.ask().value()).isEqualTo("new");
  }

  @Test
  void withoutALeaseNobodyKeepsAnything() {
    SharedCopies<String> none = here.level.copies(new TextForm("text/1"), Duration.ZERO);
    assertThat(none.get(List.of(SESSION, ANN), this::store).value()).isEqualTo("old");
    assertThat(cache.names()).isEmpty();
  }
}
