package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionStore;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises of {@link SessionStore} about many sessions: listing, touching and deleting. */
public interface SessionListContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void listsTheLiveSessionsOfAnAccountNewestFirst() {
    Storage storage = storage();
    User user = Given.account(storage);
    Given.session(storage, Given.account(storage), NOW);
    List<SessionId> ids = Given.sessions(storage, user, 4);
    storage.sessions().end(ids.get(1), user.id(), EndReason.SIGNED_OUT, NOW.plusSeconds(20));
    assertThat(Given.live(storage, user, NOW.plusSeconds(60)))
        .containsExactly(ids.get(3), ids.get(2), ids.get(0));
  }

  @Test
  default void listsNoSessionOfAnOlderEpoch() {
    Storage storage = storage();
    User user = Given.account(storage);
    Given.session(storage, user, NOW);
    User advanced = storage.users().advanceEpoch(user.id(), false).orElseThrow();
    SessionId present = Given.session(storage, advanced, NOW);
    assertThat(Given.live(storage, user, NOW)).containsExactly(present);
  }

  @Test
  default void listsASessionUntilTheInstantItIsIdle() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    Instant idle = NOW.plus(Duration.ofDays(1));
    assertThat(Given.live(storage, user, idle.minus(TICK))).containsExactly(id);
    assertThat(Given.live(storage, user, idle)).isEmpty();
  }

  @Test
  default void listsASessionUntilTheInstantItExpires() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionRecord plain = session(Given.newSessionId(), user.id(), NOW.minus(Duration.ofDays(7)));
    SessionRecord busy = withIdleExpiry(plain, NOW.plus(Duration.ofDays(1)));
    storage.sessions().open(busy, user.credentialEpoch());
    assertThat(Given.live(storage, user, NOW.minus(TICK))).containsExactly(busy.id());
    assertThat(Given.live(storage, user, NOW)).isEmpty();
  }

  @Test
  default void listsAtMostAHundredSessionsTheNewestOnes() {
    Storage storage = storage();
    User user = Given.account(storage);
    List<SessionId> ids = Given.sessions(storage, user, 101);
    List<SessionId> listed = Given.live(storage, user, NOW.plusSeconds(2000));
    assertThat(listed).hasSize(100).startsWith(ids.get(100)).doesNotContain(ids.get(0));
  }

  @Test
  default void movesLastSeenTimesForwardAndNeverBack() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId forward = Given.session(storage, user, NOW);
    SessionId back = Given.session(storage, user, NOW);
    SessionId untouched = Given.session(storage, user, NOW);
    Map<SessionId, Instant> seen = new HashMap<>();
    seen.put(forward, NOW.plusSeconds(9));
    seen.put(back, NOW.minusSeconds(9));
    seen.put(Given.newSessionId(), NOW);
    storage.sessions().touch(seen);
    assertThat(Given.found(storage, forward).lastSeenAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(Given.found(storage, back).lastSeenAt()).isEqualTo(NOW);
    assertThat(Given.found(storage, untouched).lastSeenAt()).isEqualTo(NOW);
  }

  @Test
  default void touchingNothingDoesNothing() {
    Storage storage = storage();
    SessionId id = Given.session(storage, Given.account(storage), NOW);
    storage.sessions().touch(Map.of());
    assertThat(Given.found(storage, id).lastSeenAt()).isEqualTo(NOW);
  }

  @Test
  default void concurrentTouchesKeepTheLatestTime() {
    Storage storage = storage();
    User user = Given.account(storage);
    List<SessionId> ids = Given.sessions(storage, user, 8);
    AtomicInteger caller = new AtomicInteger();
    Racing.together(16, () -> {
      int second = caller.incrementAndGet();
      List<SessionId> order = new ArrayList<>(ids);
      Collections.rotate(order, second);
      Map<SessionId, Instant> seen = new LinkedHashMap<>();
      order.forEach(id -> seen.put(id, NOW.plusSeconds(1000L + second)));
      storage.sessions().touch(seen);
      return second;
    });
    assertThat(ids)
        .allSatisfy(id ->
            assertThat(Given.found(storage, id).lastSeenAt()).isEqualTo(NOW.plusSeconds(1016)));
  }

  @Test
  default void deletesASessionThatEndedBeforeTheCutoff() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId ended = Given.session(storage, user, NOW);
    SessionId live = Given.session(storage, user, NOW);
    storage.sessions().end(ended, user.id(), EndReason.SIGNED_OUT, NOW.plusSeconds(5));
    assertThat(storage.sessions().deleteOver(NOW.plusSeconds(5), 100)).isZero();
    assertThat(storage.sessions().deleteOver(NOW.plusSeconds(5).plus(TICK), 100))
        .isEqualTo(1);
    assertThat(storage.sessions().find(ended)).isEmpty();
    assertThat(storage.sessions().find(live)).isPresent();
  }

  @Test
  default void deletesASessionThatWasIdleOrExpiredBeforeTheCutoff() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionRecord idle = session(Given.newSessionId(), user.id(), NOW);
    SessionRecord expired = withIdleExpiry(
        session(Given.newSessionId(), user.id(), NOW.minus(Duration.ofDays(6))),
        NOW.plus(Duration.ofDays(30)));
    storage.sessions().open(idle, user.credentialEpoch());
    storage.sessions().open(expired, user.credentialEpoch());
    Instant over = NOW.plus(Duration.ofDays(1));
    assertThat(storage.sessions().deleteOver(over, 100)).isZero();
    assertThat(storage.sessions().deleteOver(over.plus(TICK), 100)).isEqualTo(2);
    assertThat(storage.sessions().find(idle.id())).isEmpty();
    assertThat(storage.sessions().find(expired.id())).isEmpty();
  }

  @Test
  default void deletesAtMostAsManySessionsAsAllowed() {
    Storage storage = storage();
    Given.sessions(storage, Given.account(storage), 5);
    Instant cutoff = NOW.plus(Duration.ofDays(30));
    assertThat(storage.sessions().deleteOver(cutoff, 3)).isEqualTo(3);
    assertThat(storage.sessions().deleteOver(cutoff, 3)).isEqualTo(2);
    assertThat(storage.sessions().deleteOver(cutoff, 3)).isZero();
  }

  private static SessionRecord withIdleExpiry(SessionRecord plain, Instant idleExpiresAt) {
    return new SessionRecord(
        plain.id(),
        plain.user(),
        plain.epoch(),
        plain.refreshDigest(),
        plain.generation(),
        plain.methods(),
        plain.device(),
        plain.firstAddress(),
        plain.lastAddress(),
        plain.authenticatedAt(),
        plain.createdAt(),
        plain.lastSeenAt(),
        idleExpiresAt,
        plain.expiresAt(),
        Optional.empty(),
        Optional.empty());
  }
}
