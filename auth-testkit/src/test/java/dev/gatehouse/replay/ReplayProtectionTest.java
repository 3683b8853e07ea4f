package dev.gatehouse.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.degradation.DegradationTable.Row;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayProtectionTest {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final TestGatehouse test = TestGatehouse.inMemory();
  private final ReplayGuard guard = test.gatehouse().replays().guard("webhook");

  @AfterEach
  void stop() {
    test.close();
  }

  private Instant now() {
    return test.clock().instant();
  }

  private ReplayVerdict use(String id) {
    return guard.use(id, now(), now().plus(TOLERANCE));
  }

  @Test
  @DisplayName("WH-04 a replay within the tolerance is refused, and recorded without the id")
  void aReplayIsRefused() {
    assertThat(use("evt_1")).isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(use("evt_1")).isEqualTo(ReplayVerdict.REPLAYED);
    assertThat(use("evt_2")).isEqualTo(ReplayVerdict.FIRST_USE);
    List<AuditRecord> found = test.audited("replay.refused");
    assertThat(found).singleElement().satisfies(record -> {
      assertThat(record.outcome()).isEqualTo("replayed");
      assertThat(record.data()).containsExactly(Map.entry("purpose", "webhook"));
    });
  }

  @Test
  @DisplayName("S2S-04 sixteen uses of one assertion at once: one is the first")
  void ofManyAtOnceOneIsTheFirst() {
    assertThat(Racing.together(16, () -> use("jti"))).containsOnlyOnce(ReplayVerdict.FIRST_USE);
  }

  @Test
  @DisplayName("S2S-04 purposes do not collide, whatever their ids look like")
  void purposesDoNotCollide() {
    ReplayProtection replays = test.gatehouse().replays();
    Instant end = now().plus(TOLERANCE);
    assertThat(replays.guard("a").use("b:c", now(), end)).isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(replays.guard("b").use("b:c", now(), end)).isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(replays.guard("a").use("c", now(), end)).isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(replays.guard("a").use("b:c", now(), end)).isEqualTo(ReplayVerdict.REPLAYED);
    for (String none : List.of("", "a:b", "A", "a b", "x".repeat(65))) {
      assertThatIllegalArgumentException().as(none).isThrownBy(() -> replays.guard(none));
    }
  }

  @Test
  @DisplayName(
      "S2S-04 an id is remembered for as long as a node whose clock is a minute behind takes it")
  void anIdIsRememberedBeyondItsEnd() {
    Instant issued = now();
    Instant end = issued.plus(TOLERANCE);
    assertThat(guard.use("jti", issued, end)).isEqualTo(ReplayVerdict.FIRST_USE);
    test.clock().advance(TOLERANCE.plusSeconds(59));
    assertThat(guard.use("jti", issued, end)).isEqualTo(ReplayVerdict.EXPIRED);
    assertThat(test.storage().replays().deleteOver(now(), 10)).isZero();
    test.clock().set(issued.plus(TOLERANCE).minusSeconds(1));
    assertThat(guard.use("jti", issued, end)).isEqualTo(ReplayVerdict.REPLAYED);
  }

  @Test
  @DisplayName(
      "DPOP-04 an id that would have to be remembered for longer than a day is refused, and not kept")
  void tooLong() {
    Instant last = now().plus(ReplayProtection.LONGEST);
    assertThat(guard.use("jti", now(), last.plusNanos(1_000))).isEqualTo(ReplayVerdict.TOO_LONG);
    assertThat(guard.use("jti", now(), Instant.MAX)).isEqualTo(ReplayVerdict.TOO_LONG);
    assertThat(guard.use("jti", now(), last)).isEqualTo(ReplayVerdict.FIRST_USE);
  }

  @Test
  void whatIsOverIsNotNoted() {
    assertThat(guard.use("jti", now().minusSeconds(2), now())).isEqualTo(ReplayVerdict.EXPIRED);
    assertThat(guard.use("jti", Instant.EPOCH, now().minusSeconds(1)))
        .isEqualTo(ReplayVerdict.EXPIRED);
    assertThat(use("jti")).isEqualTo(ReplayVerdict.FIRST_USE);
  }

  @Test
  @DisplayName("S2S-04 an id from before all clocks is none, whatever the store can count")
  void issuedBefore1970() {
    for (Instant none : List.of(Instant.MIN, Instant.EPOCH.minusNanos(1))) {
      assertThat(guard.use("jti", none, now().plus(TOLERANCE))).isEqualTo(ReplayVerdict.MALFORMED);
    }
    assertThat(guard.use("jti", Instant.EPOCH, now().plus(TOLERANCE)))
        .isEqualTo(ReplayVerdict.FIRST_USE);
  }

  @ParameterizedTest
  @DisplayName("WH-04 what is no id is refused, however often:")
  @ValueSource(strings = {"", " ", "\n\t"})
  void noId(String id) {
    assertThat(use(id)).isEqualTo(ReplayVerdict.MALFORMED);
    assertThat(use("x".repeat(1_025))).isEqualTo(ReplayVerdict.MALFORMED);
    assertThat(use("x".repeat(1_024))).isEqualTo(ReplayVerdict.FIRST_USE);
    assertThat(guard.use("jti", now().plus(TOLERANCE), now().plus(TOLERANCE)))
        .isEqualTo(ReplayVerdict.MALFORMED);
  }

  @Test
  @DisplayName("S2S-04 while the store does not answer every use is refused")
  void closed() {
    try (TestGatehouse down = TestGatehouse.on(
        Broken.at(InMemoryStorage.create(), "replays", ReplayStore.class, "claim"))) {
      ReplayGuard closed = down.gatehouse().replays().guard("webhook");
      Instant now = down.clock().instant();
      assertThatThrownBy(() -> closed.use("jti", now, now.plusSeconds(1)))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void anotherStoreIsAskedInPlaceOfTheStorage() {
    ReplayStore full = new ReplayStore() {
      @Override
      public boolean claim(
          dev.gatehouse.crypto.Digest id, Instant issuedAt, Instant keptUntil, Instant now) {
        throw new StoreException("full");
      }

      @Override
      public int deleteOver(Instant cutoff, int limit) {
        return 0;
      }
    };
    try (TestGatehouse other = TestGatehouse.on(
        InMemoryStorage.create(), new SettableClock(), builder -> builder.replays(full))) {
      Instant now = other.clock().instant();
      assertThatThrownBy(
              () -> other.gatehouse().replays().guard("x").use("y", now, now.plusSeconds(1)))
          .hasMessage("full");
      assertThat(other.gatehouse().degradation().table().rows())
          .filteredOn(row -> row.part().equals("first use of an id"))
          .extracting(Row::toString)
          .singleElement()
          .asString()
          .contains("store=as ever", "shared=503");
    }
  }
}
