package dev.gatehouse.jdbc;

import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Rotation;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Races between two nodes on one database that the contracts of one node cannot state. */
final class SessionRaceTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final Storage A = JdbcStorage.of(DATABASE.pool());
  private static final Storage B = JdbcStorage.of(DATABASE.pool());

  @AfterAll
  static void closeBoth() {
    A.close();
    B.close();
  }

  @Test
  void parallelLoginsNeverLeaveMoreSessionsThanAllowed() {
    for (int round = 0; round < 40; round++) {
      User user = account();
      AtomicInteger turn = new AtomicInteger();
      Racing.together(4, () -> {
        Storage node = turn.incrementAndGet() % 2 == 0 ? A : B;
        return node.transactions().call(() -> {
          node.sessions().open(session(user), user.credentialEpoch());
          return node.sessions().endOldest(user.id(), 1, EndReason.REPLACED, NOW);
        });
      });
      assertThat(A.sessions().list(user.id(), NOW)).hasSize(1);
    }
  }

  @Test
  @DisplayName("RT-01: of 50 rotations of one token on each of 2 nodes, one succeeds; 20 rounds")
  void oneTokenRotatesOnceOnTwoNodes() {
    User user = account();
    SessionRecord session = session(user);
    A.sessions().open(session, user.credentialEpoch());
    for (int round = 0; round < 20; round++) {
      String presented = round == 0 ? session.id().toString() : "winner of " + (round - 1);
      Rotation rotation = new Rotation(
          session.id(),
          Samples.digest(presented),
          Samples.digest("winner of " + round),
          Samples.sealed("answer"),
          user.epoch(),
          "192.0.2.1",
          NOW,
          NOW.plusSeconds(86_400));
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> won = Racing.together(100, () -> {
        Storage node = turn.incrementAndGet() % 2 == 0 ? A : B;
        return node.sessions().rotate(rotation);
      });
      assertThat(won).containsOnlyOnce(true);
    }
    assertThat(A.sessions().find(session.id()).orElseThrow().session().generation())
        .isEqualTo(20);
  }

  @Test
  void aLoginThatRacesACredentialChangeEndsDeadOrNotAtAll() {
    for (int round = 0; round < 50; round++) {
      User user = account();
      SessionRecord session = session(user);
      AtomicInteger turn = new AtomicInteger();
      Racing.together(
          2,
          () -> turn.incrementAndGet() % 2 == 0
              ? A.sessions().open(session, user.credentialEpoch()).isPresent()
              : B.users().advanceEpoch(user.id(), true).isPresent());
      assertThat(A.sessions().list(user.id(), NOW)).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "A stolen session that \"log out everywhere\" has ended is not brought back by a change of password")
  void aSessionOfAnEarlierEpochIsNotMovedIntoThePresentOne() {
    User user = account();
    SessionRecord stolen = session(user);
    A.sessions().open(stolen, user.credentialEpoch());
    A.users().advanceEpoch(user.id(), false);
    B.users().advanceEpoch(user.id(), true);
    assertThat(B.sessions().moveToPresentEpoch(stolen.id(), user.id())).isFalse();
    assertThat(B.sessions().list(user.id(), NOW)).isEmpty();
  }

  private static User account() {
    User user = Samples.user();
    A.users().insert(user);
    return user;
  }

  private static SessionRecord session(User user) {
    return Samples.session(new SessionId(UUID.randomUUID()), user.id(), NOW);
  }
}
