package dev.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.ThrottlePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In which order an unlock goes about: the trail first, then the lanes, in one step. */
final class UnlockOrderTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final Secret WRONG = Secret.of("a wrong guess at it all");
  private static final ClientInfo HOME = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final Actor DESK = Actor.system("desk");

  private final InMemoryStorage storage = InMemoryStorage.create();
  private final SettableClock clock = new SettableClock();
  private final TestGatehouse test = on(storage.anotherNode());
  private User ann;

  private TestGatehouse on(Storage node) {
    return TestGatehouse.on(
        node, clock, builder -> builder.throttle(off -> ThrottlePolicy.defaults()));
  }

  @BeforeEach
  void lock() {
    ann = test.verified(ANN, PASSWORD);
    for (int i = 0; i < 5; i++) {
      assertThat(login(WRONG)).isInstanceOf(LoginResult.Refused.class);
    }
    assertThat(isShut()).isTrue();
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private LoginResult login(Secret password) {
    return test.gatehouse().logins().password(ANN, password, "", HOME);
  }

  private boolean isShut() {
    return login(PASSWORD) instanceof LoginResult.Refused refused
        && refused.code() == ErrorCode.LOGIN_DELAYED;
  }

  private Secret link() {
    test.gatehouse().unlocks().request(ANN, HOME);
    return test.mailedToken(ANN);
  }

  @Test
  @DisplayName("LOG-03 what cannot be put on record opens nothing")
  void whatCannotBePutOnRecordOpensNothing() {
    Secret link = link();
    Storage broken = Broken.at(storage.anotherNode(), "audit", AuditStore.class, "append");
    try (TestGatehouse node = on(broken)) {
      assertThatThrownBy(() -> node.gatehouse().unlocks().unlock(ann.id(), "called us", DESK, HOME))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> node.gatehouse().unlocks().unlock(link, HOME))
          .isInstanceOf(StoreException.class);
    }
    assertThat(isShut()).isTrue();
    assertThat(test.gatehouse().unlocks().unlock(link, HOME)).as("not spent").isEqualTo(ann);
    assertThat(isShut()).isFalse();
  }

  @Test
  @DisplayName("LOG-03 lanes that cannot be opened are on record, and an administrator is told")
  void lanesThatCannotBeOpenedAreOnRecord() {
    Storage broken = Broken.at(storage.anotherNode(), "lockouts", LockoutStore.class, "open");
    try (TestGatehouse node = on(broken)) {
      assertThatThrownBy(() -> node.gatehouse().unlocks().unlock(ann.id(), "called us", DESK, HOME))
          .isInstanceOf(StoreException.class);
    }
    assertThat(isShut()).isTrue();
    assertThat(test.audited("user.unlocked")).singleElement().satisfies(record -> {
      assertThat(record.data().get("before")).contains("identifier:5 until ", "pair:5 until ");
      assertThat(record.data()).containsEntry("reason", "called us");
    });
    assertThat(test.gatehouse().unlocks().unlock(ann.id(), "again", DESK, HOME)).isEqualTo(ann);
    assertThat(isShut()).isFalse();
  }

  @Test
  @DisplayName("BF-09 a reset stands, whatever becomes of the lanes")
  void aResetStandsWhateverBecomesOfTheLanes() {
    test.gatehouse().passwordReset().request(ANN, HOME);
    Secret token = test.mailedToken(ANN);
    Secret other = Secret.of("a quite different long passphrase");
    Storage broken = Broken.at(storage.anotherNode(), "lockouts", LockoutStore.class, "giveBack");
    try (TestGatehouse node = on(broken)) {
      assertThat(node.gatehouse().passwordReset().reset(token, other, HOME).id())
          .isEqualTo(ann.id());
    }
    assertThat(isShut()).isTrue();
    clock.advance(java.time.Duration.ofMinutes(1));
    assertThat(login(other)).isInstanceOf(LoginResult.SignedIn.class);
  }
}
