package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static dev.gatehouse.testkit.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Replay;
import dev.gatehouse.session.Rotation;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionState;
import dev.gatehouse.session.SessionStore;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises of {@link SessionStore#rotate}. */
public interface SessionRotationContract {
  /** When the sample session is idle, if nobody rotates. */
  Instant IDLE = NOW.plus(Duration.ofDays(1));

  /** The latest end of the sample session. */
  Instant EXPIRY = NOW.plus(Duration.ofDays(7));

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void aRotationMakesTheSuccessorCurrentAndKeepsTheAnswerForDuplicates() {
    Storage storage = storage();
    Rotation rotation = rotation(opened(storage), "new", NOW.plusSeconds(60));
    assertThat(storage.sessions().rotate(rotation)).isTrue();
    SessionState state = state(storage, rotation);
    assertThat(state.session().refreshDigest()).isEqualTo(digest("new"));
    assertThat(state.session().generation()).isEqualTo(1);
    assertThat(state.replay())
        .contains(new Replay(rotation.presented(), sealed("answer new"), NOW.plusSeconds(60)));
  }

  @Test
  default void aRotationProlongsTheIdleLifeAndRecordsWhereAndWhenTheOwnerWasSeen() {
    Storage storage = storage();
    SessionRecord before = opened(storage);
    Rotation rotation = rotation(before, "new", NOW.plusSeconds(60));
    storage.sessions().rotate(rotation);
    SessionRecord after = state(storage, rotation).session();
    assertThat(after.idleExpiresAt()).isEqualTo(rotation.idleExpiresAt());
    assertThat(after.lastAddress()).isEqualTo("198.51.100.7");
    assertThat(after.lastSeenAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("refreshDigest", "generation", "idleExpiresAt", "lastAddress", "lastSeenAt")
        .isEqualTo(before);
  }

  @Test
  default void aSecondRotationReplacesTheAnswerOfTheFirst() {
    Storage storage = storage();
    Rotation first = rotation(opened(storage), "second", NOW.plusSeconds(60));
    storage.sessions().rotate(first);
    Rotation second = rotation(state(storage, first).session(), "third", NOW.plusSeconds(120));
    assertThat(storage.sessions().rotate(second)).isTrue();
    assertThat(state(storage, first).session().generation()).isEqualTo(2);
    assertThat(state(storage, first).replay().map(Replay::digest)).contains(digest("second"));
  }

  @Test
  default void aRefreshTokenThatWasRotatedAwayRotatesNothing() {
    Storage storage = storage();
    Rotation first = rotation(opened(storage), "second", NOW.plusSeconds(60));
    storage.sessions().rotate(first);
    assertThat(storage.sessions().rotate(first)).isFalse();
    assertThat(state(storage, first).session().generation()).isEqualTo(1);
  }

  @Test
  default void aRefreshTokenThatIsNotTheSessionsRotatesNothing() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    Rotation forged = rotation(session, digest("forged"), session.epoch(), NOW);
    assertRefused(storage, forged);
  }

  @Test
  default void anUnknownSessionRotatesNothing() {
    Storage storage = storage();
    SessionRecord nowhere = Samples.session(Given.newSessionId(), Samples.userId(), NOW);
    assertThat(storage.sessions().rotate(rotation(nowhere, "new", NOW))).isFalse();
  }

  @Test
  default void anEndedSessionDoesNotRotate() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    storage.sessions().end(session.id(), session.user(), EndReason.SIGNED_OUT, NOW);
    assertRefused(storage, rotation(session, "new", NOW));
  }

  @Test
  default void aSessionDoesNotRotateAtTheInstantItIsIdle() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    assertRefused(storage, rotation(session, "new", IDLE));
    assertThat(storage.sessions().rotate(rotation(session, "new", IDLE.minus(TICK))))
        .isTrue();
  }

  @Test
  default void aSessionDoesNotRotateAtTheInstantItExpires() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    Instant late = IDLE.minus(TICK);
    Rotation prolonging = new Rotation(
        session.id(),
        session.refreshDigest(),
        digest("second"),
        sealed("answer"),
        session.epoch(),
        "",
        late,
        EXPIRY.plus(Duration.ofDays(1)));
    assertThat(storage.sessions().rotate(prolonging)).isTrue();
    SessionRecord busy = state(storage, prolonging).session();
    assertRefused(storage, rotation(busy, "third", EXPIRY));
    assertThat(storage.sessions().rotate(rotation(busy, "third", EXPIRY.minus(TICK))))
        .isTrue();
  }

  @Test
  default void aSessionOfAnOlderEpochDoesNotRotateWhateverEpochTheCallerSaw() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    User advanced = storage.users().advanceEpoch(session.user(), false).orElseThrow();
    assertRefused(storage, rotation(session, "new", NOW));
    assertRefused(storage, rotation(session, session.refreshDigest(), advanced.epoch(), NOW));
  }

  @Test
  default void aRotationWithAnEpochThatIsNotTheAccountsDoesNothing() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    assertRefused(storage, rotation(session, session.refreshDigest(), session.epoch() + 1, NOW));
    assertRefused(storage, rotation(session, session.refreshDigest(), session.epoch() - 1, NOW));
  }

  @Test
  default void aSessionThatMovedToThePresentEpochRotates() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    storage.users().advanceEpoch(session.user(), true);
    storage.sessions().moveToPresentEpoch(session.id(), session.user());
    SessionRecord moved = storage.sessions().find(session.id()).orElseThrow().session();
    assertThat(storage.sessions().rotate(rotation(moved, "new", NOW))).isTrue();
  }

  @Test
  default void aSessionOfAnAccountThatIsNotActiveDoesNotRotate() {
    Storage storage = storage();
    for (UserStatus status : List.of(UserStatus.PAUSED, UserStatus.BLOCKED, UserStatus.CLOSED)) {
      SessionRecord session = opened(storage);
      StatusChange change = new StatusChange(status, "", Optional.empty());
      storage.users().changeStatus(session.user(), change, NOW);
      storage.sessions().moveToPresentEpoch(session.id(), session.user());
      SessionRecord moved = storage.sessions().find(session.id()).orElseThrow().session();
      assertRefused(storage, rotation(moved, "new", NOW));
    }
  }

  @Test
  default void aSessionRotatesFromTheInstantTheAccountsPauseIsOver() {
    Storage storage = storage();
    User user = Given.account(storage);
    StatusChange pause = new StatusChange(UserStatus.PAUSED, "", Optional.of(NOW));
    storage.users().changeStatus(user.id(), pause, NOW.minusSeconds(60));
    SessionRecord session = opened(storage, user);
    assertRefused(storage, rotation(session, "new", NOW.minus(TICK)));
    assertThat(storage.sessions().rotate(rotation(session, "new", NOW))).isTrue();
  }

  @Test
  default void ofConcurrentRotationsOfOneTokenExactlyOneSucceeds() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    AtomicInteger caller = new AtomicInteger();
    List<Boolean> answers = Racing.together(
        16,
        () -> storage.sessions().rotate(rotation(session, "new" + caller.incrementAndGet(), NOW)));
    assertThat(answers).containsOnlyOnce(true);
    assertThat(state(storage, rotation(session, "", NOW)).session().generation())
        .isEqualTo(1);
  }

  @Test
  default void aRotationThatIsRolledBackDidNotHappen() {
    Storage storage = storage();
    SessionRecord session = opened(storage);
    Rotation rotation = rotation(session, "new", NOW);
    Failing.unit(storage, () -> storage.sessions().rotate(rotation));
    assertThat(state(storage, rotation).session()).isEqualTo(session);
    assertThat(storage.sessions().rotate(rotation)).isTrue();
  }

  private static void assertRefused(Storage storage, Rotation rotation) {
    SessionState before = state(storage, rotation);
    assertThat(storage.sessions().rotate(rotation)).isFalse();
    assertThat(state(storage, rotation)).isEqualTo(before);
  }

  private static SessionState state(Storage storage, Rotation rotation) {
    return storage.sessions().find(rotation.session()).orElseThrow();
  }

  private static SessionRecord opened(Storage storage) {
    return opened(storage, Given.account(storage));
  }

  private static SessionRecord opened(Storage storage, User user) {
    return Given.found(storage, Given.session(storage, user, NOW));
  }

  private static Rotation rotation(SessionRecord session, String successor, Instant now) {
    return new Rotation(
        session.id(),
        session.refreshDigest(),
        digest(successor),
        sealed("answer " + successor),
        session.epoch(),
        "198.51.100.7",
        now,
        now.plus(Duration.ofDays(1)));
  }

  private static Rotation rotation(
      SessionRecord session, Digest presented, long epoch, Instant now) {
    return new Rotation(
        session.id(),
        presented,
        digest("new"),
        sealed("answer"),
        epoch,
        "198.51.100.7",
        now,
        now.plus(Duration.ofDays(1)));
  }
}
