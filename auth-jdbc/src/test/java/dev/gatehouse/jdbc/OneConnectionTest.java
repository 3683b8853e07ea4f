package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.throttle.ThrottlePolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody needs a second connection while they hold one: as many callers as connections would wait for each other. */
final class OneConnectionTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final Secret WRONG = Secret.of("a wrong guess at it all");
  private static final ClientInfo HOME = new ClientInfo("192.0.2.1", "Browser/1.0", "r");

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static TestGatehouse start() {
    HikariConfig config = DATABASE.poolConfig();
    config.setMaximumPoolSize(1);
    return TestGatehouse.on(
        JdbcStorage.of(DATABASE.opened(Pools.open(config))),
        new SettableClock(),
        builder -> builder.throttle(off -> ThrottlePolicy.defaults()));
  }

  private static boolean isShut(TestGatehouse test) {
    return test.gatehouse().logins().password(ANN, PASSWORD, "", HOME)
        instanceof LoginResult.Refused;
  }

  private static void lock(TestGatehouse test) {
    for (int i = 0; i < 5; i++) {
      assertThat(test.gatehouse().logins().password(ANN, WRONG, "", HOME))
          .isInstanceOf(LoginResult.Refused.class);
    }
    assertThat(isShut(test)).isTrue();
  }

  @Test
  @DisplayName("BF-09 an unlock and a reset take one connection at a time")
  void anUnlockTakesOneConnection() {
    try (TestGatehouse test = start()) {
      User ann = test.verified(ANN, PASSWORD);
      lock(test);
      assertThat(
              test.gatehouse().unlocks().unlock(ann.id(), "called us", Actor.system("desk"), HOME))
          .isEqualTo(ann);
      assertThat(isShut(test)).isFalse();
      lock(test);
      test.gatehouse().unlocks().request(ANN, HOME);
      assertThat(test.gatehouse().unlocks().unlock(test.mailedToken(ANN), HOME)).isEqualTo(ann);
      assertThat(isShut(test)).isFalse();
      lock(test);
      test.gatehouse().passwordReset().request(ANN, HOME);
      Secret other = Secret.of("a quite different long passphrase");
      assertThat(test.gatehouse()
              .passwordReset()
              .reset(test.mailedToken(ANN), other, HOME)
              .id())
          .isEqualTo(ann.id());
      assertThat(test.gatehouse().logins().password(ANN, other, "", HOME))
          .isInstanceOf(LoginResult.SignedIn.class);
    }
  }
}
