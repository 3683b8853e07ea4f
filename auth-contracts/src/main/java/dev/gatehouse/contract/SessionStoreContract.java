package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionState;
import dev.gatehouse.session.SessionStore;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every promise of {@link SessionStore}, as tests. Implement it in the test class of a backend. */
public interface SessionStoreContract extends SessionRotationContract, SessionListContract {

  @Override
  Storage storage();

  @Test
  default void findsAnOpenedSessionWithItsAccountAndEverythingInIt() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionRecord opened = session(Given.newSessionId(), user.id(), NOW);
    assertThat(storage.sessions().open(opened, user.credentialEpoch())).contains(user.epoch());
    SessionState state = storage.sessions().find(opened.id()).orElseThrow();
    assertThat(state.user()).isEqualTo(user);
    assertThat(state.replay()).isEmpty();
    assertThat(state.session())
        .usingRecursiveComparison()
        .ignoringFields("epoch")
        .isEqualTo(opened);
  }

  @Test
  default void opensInTheAccountsPresentEpochWhateverTheRecordSays() {
    Storage storage = storage();
    User user = Given.account(storage);
    User advanced = storage.users().advanceEpoch(user.id(), false).orElseThrow();
    SessionRecord opened = session(Given.newSessionId(), user.id(), NOW);
    assertThat(storage.sessions().open(opened, user.credentialEpoch())).contains(advanced.epoch());
    assertThat(Given.found(storage, opened.id()).epoch()).isEqualTo(advanced.epoch());
  }

  @Test
  default void opensForNoAccountThatIsNotActive() {
    Storage storage = storage();
    for (UserStatus status : UserStatus.values()) {
      User user = Samples.user(Samples.userId(), Samples.email(status + "@example.org"), status);
      storage.users().insert(user);
      SessionRecord wanted = session(Given.newSessionId(), user.id(), NOW);
      boolean opened = storage.sessions().open(wanted, user.credentialEpoch()).isPresent();
      assertThat(opened).isEqualTo(status == UserStatus.ACTIVE);
      assertThat(storage.sessions().find(wanted.id()).isPresent()).isEqualTo(opened);
    }
  }

  @Test
  default void opensAtTheInstantAPauseIsOverAndNotBefore() {
    Storage storage = storage();
    User user = Given.account(storage);
    User paused = pause(storage, user.id(), NOW);
    SessionRecord early = session(Given.newSessionId(), user.id(), NOW.minus(TICK));
    SessionRecord after = session(Given.newSessionId(), user.id(), NOW);
    assertThat(storage.sessions().open(early, user.credentialEpoch())).isEmpty();
    assertThat(storage.sessions().open(after, user.credentialEpoch())).contains(paused.epoch());
  }

  @Test
  default void opensNothingForALoginThatBeganBeforeACredentialChanged() {
    Storage storage = storage();
    User user = Given.account(storage);
    storage.users().advanceEpoch(user.id(), true);
    SessionRecord late = session(Given.newSessionId(), user.id(), NOW);
    assertThat(storage.sessions().open(late, user.credentialEpoch())).isEmpty();
    assertThat(storage.sessions().find(late.id())).isEmpty();
  }

  @Test
  default void opensNothingForAnUnknownAccount() {
    SessionRecord wanted = session(Given.newSessionId(), Samples.userId(), NOW);
    assertThat(storage().sessions().open(wanted, 0)).isEmpty();
  }

  @Test
  default void findsNoUnknownSession() {
    assertThat(storage().sessions().find(Given.newSessionId())).isEmpty();
  }

  @Test
  default void findsASessionWithItsAccountAsTheAccountIsNow() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    User advanced = storage.users().advanceEpoch(user.id(), false).orElseThrow();
    SessionState state = storage.sessions().find(id).orElseThrow();
    assertThat(state.user()).isEqualTo(advanced);
    assertThat(state.session().epoch()).isEqualTo(user.epoch());
    assertThat(state.deadAt(NOW)).contains(EndReason.REVOKED);
  }

  @Test
  default void findsAnEndedSessionWithWhenAndWhyItEnded() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    Instant end = NOW.plusSeconds(5);
    assertThat(storage.sessions().end(id, user.id(), EndReason.REUSE_DETECTED, end))
        .isTrue();
    assertThat(Given.found(storage, id).endedAt()).contains(end);
    assertThat(Given.found(storage, id).endReason()).contains(EndReason.REUSE_DETECTED);
  }

  @Test
  default void aSessionEndsOnceAndKeepsItsFirstReason() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    SessionStore sessions = storage.sessions();
    assertThat(sessions.end(id, user.id(), EndReason.SIGNED_OUT, NOW)).isTrue();
    assertThat(sessions.end(id, user.id(), EndReason.REVOKED, NOW.plusSeconds(1)))
        .isFalse();
    assertThat(Given.found(storage, id).endReason()).contains(EndReason.SIGNED_OUT);
    assertThat(Given.found(storage, id).endedAt()).contains(NOW);
  }

  @Test
  default void nobodyEndsTheSessionOfAnotherAccount() {
    Storage storage = storage();
    User user = Given.account(storage);
    User other = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    assertThat(storage.sessions().end(id, other.id(), EndReason.REVOKED, NOW)).isFalse();
    assertThat(storage.sessions().end(Given.newSessionId(), user.id(), EndReason.REVOKED, NOW))
        .isFalse();
    assertThat(Given.found(storage, id).endedAt()).isEmpty();
  }

  @Test
  default void ofConcurrentEndsOfOneSessionExactlyOneSucceeds() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    assertThat(Racing.together(
            16, () -> storage.sessions().end(id, user.id(), EndReason.SIGNED_OUT, NOW)))
        .containsOnlyOnce(true);
  }

  @Test
  default void endsTheOldestLiveSessionsSoThatAtMostTheGivenNumberIsLeft() {
    Storage storage = storage();
    User user = Given.account(storage);
    User other = Given.account(storage);
    List<SessionId> ids = Given.sessions(storage, user, 5);
    SessionId others = Given.session(storage, other, NOW.minusSeconds(1000));
    SessionStore sessions = storage.sessions();
    Instant now = NOW.plusSeconds(60);
    assertThat(sessions.endOldest(user.id(), 2, EndReason.REPLACED, now))
        .containsExactlyInAnyOrder(ids.get(0), ids.get(1), ids.get(2));
    assertThat(Given.live(storage, user, now)).containsExactly(ids.get(4), ids.get(3));
    assertThat(Given.found(storage, ids.get(0)).endReason()).contains(EndReason.REPLACED);
    assertThat(Given.found(storage, ids.get(0)).endedAt()).contains(now);
    assertThat(Given.found(storage, others).endedAt()).isEmpty();
  }

  @Test
  default void endsNoneIfThereAreNoMoreThanAllowed() {
    Storage storage = storage();
    User user = Given.account(storage);
    Given.sessions(storage, user, 2);
    Instant now = NOW.plusSeconds(60);
    assertThat(storage.sessions().endOldest(user.id(), 2, EndReason.REPLACED, now))
        .isEmpty();
    assertThat(storage.sessions().endOldest(user.id(), 0, EndReason.REVOKED, now))
        .hasSize(2);
    assertThat(Given.live(storage, user, now)).isEmpty();
  }

  @Test
  default void deadSessionsTakeNoPlaceAmongTheOnesToKeep() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId olderEpoch = Given.session(storage, user, NOW.plusSeconds(30));
    User advanced = storage.users().advanceEpoch(user.id(), false).orElseThrow();
    List<SessionId> ids = Given.sessions(storage, advanced, 2);
    SessionId ended = Given.session(storage, advanced, NOW.plusSeconds(31));
    storage.sessions().end(ended, user.id(), EndReason.SIGNED_OUT, NOW.plusSeconds(32));
    Instant now = NOW.plusSeconds(60);
    assertThat(storage.sessions().endOldest(user.id(), 2, EndReason.REPLACED, now))
        .isEmpty();
    assertThat(storage.sessions().endOldest(user.id(), 1, EndReason.REPLACED, now))
        .containsExactly(ids.get(0));
    assertThat(Given.found(storage, olderEpoch).endedAt()).isEmpty();
  }

  @Test
  default void concurrentCallersEndEachOldSessionOnce() {
    Storage storage = storage();
    User user = Given.account(storage);
    List<SessionId> ids = Given.sessions(storage, user, 6);
    Instant now = NOW.plusSeconds(60);
    List<SessionId> ended = Racing.together(
            16, () -> storage.sessions().endOldest(user.id(), 1, EndReason.REPLACED, now))
        .stream()
        .flatMap(List::stream)
        .toList();
    assertThat(ended).containsExactlyInAnyOrderElementsOf(ids.subList(0, 5));
    assertThat(Given.live(storage, user, now)).containsExactly(ids.get(5));
  }

  @Test
  default void movesALiveSessionIntoTheAccountsPresentEpoch() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId kept = Given.session(storage, user, NOW);
    SessionId left = Given.session(storage, user, NOW);
    User advanced = storage.users().advanceEpoch(user.id(), true).orElseThrow();
    assertThat(storage.sessions().moveToPresentEpoch(kept, user.id())).isTrue();
    assertThat(Given.found(storage, kept).epoch()).isEqualTo(advanced.epoch());
    assertThat(Given.found(storage, left).epoch()).isEqualTo(user.epoch());
  }

  @Test
  default void leavesASessionDeadThatDiedInAnEarlierEpoch() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId dead = Given.session(storage, user, NOW);
    storage.users().advanceEpoch(user.id(), false);
    storage.users().advanceEpoch(user.id(), true);
    assertThat(storage.sessions().moveToPresentEpoch(dead, user.id())).isFalse();
    assertThat(Given.live(storage, user, NOW)).isEmpty();
  }

  @Test
  default void movesNoEndedSessionAndNoneOfAnotherAccount() {
    Storage storage = storage();
    User user = Given.account(storage);
    User other = Given.account(storage);
    SessionId ended = Given.session(storage, user, NOW);
    SessionId live = Given.session(storage, user, NOW);
    storage.sessions().end(ended, user.id(), EndReason.SIGNED_OUT, NOW);
    storage.users().advanceEpoch(user.id(), false);
    assertThat(storage.sessions().moveToPresentEpoch(ended, user.id())).isFalse();
    assertThat(storage.sessions().moveToPresentEpoch(live, other.id())).isFalse();
    assertThat(storage.sessions().moveToPresentEpoch(Given.newSessionId(), user.id()))
        .isFalse();
    assertThat(Given.found(storage, live).epoch()).isEqualTo(user.epoch());
  }

  @Test
  default void recordsThatTheOwnerHasProvenWhoTheyAre() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    Instant proof = NOW.plusSeconds(30);
    assertThat(storage.sessions().reauthenticate(id, proof)).isTrue();
    assertThat(Given.found(storage, id).authenticatedAt()).isEqualTo(proof);
  }

  @Test
  default void recordsNoProofForASessionThatHasEnded() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    storage.sessions().end(id, user.id(), EndReason.SIGNED_OUT, NOW);
    assertThat(storage.sessions().reauthenticate(id, NOW.plusSeconds(1))).isFalse();
    assertThat(storage.sessions().reauthenticate(Given.newSessionId(), NOW)).isFalse();
    assertThat(Given.found(storage, id).authenticatedAt()).isEqualTo(NOW);
  }

  private static User pause(Storage storage, UserId user, Instant until) {
    StatusChange pause = new StatusChange(UserStatus.PAUSED, "holiday", Optional.of(until));
    return storage.users().changeStatus(user, pause, NOW).orElseThrow();
  }

  @Test
  default void aProvenFactorJoinsTheMethodsOfALiveSessionOnce() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId id = Given.session(storage, user, NOW);
    Instant later = NOW.plusSeconds(60);
    assertThat(storage.sessions().prove(id, "otp", later)).isTrue();
    assertThat(storage.sessions().prove(id, "hwk", later)).isTrue();
    assertThat(Given.found(storage, id).methods()).containsExactlyInAnyOrder("pwd", "otp", "hwk");
    assertThat(Given.found(storage, id).authenticatedAt()).isEqualTo(later);
  }

  @Test
  default void nothingIsProvenInASessionThatIsOver() {
    Storage storage = storage();
    User user = Given.account(storage);
    SessionId left = Given.session(storage, user, NOW);
    assertThat(storage.users().advanceEpoch(user.id(), false)).isPresent();
    assertThat(storage.sessions().prove(left, "hwk", NOW)).isFalse();
    SessionId id = Given.session(storage, user, NOW);
    Instant idle = Given.found(storage, id).idleExpiresAt();
    assertThat(storage.sessions().prove(id, "hwk", idle)).isFalse();
    assertThat(storage.sessions().end(id, user.id(), EndReason.SIGNED_OUT, NOW)).isTrue();
    assertThat(storage.sessions().prove(id, "hwk", NOW)).isFalse();
    assertThat(storage.sessions().prove(Given.newSessionId(), "hwk", NOW)).isFalse();
    assertThat(Given.found(storage, id).methods()).doesNotContain("hwk");
  }
}
