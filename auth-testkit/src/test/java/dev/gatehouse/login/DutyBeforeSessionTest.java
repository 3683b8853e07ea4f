package dev.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.otp.FactorRequirement;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever may fail at a login fails before there is a session. */
final class DutyBeforeSessionTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");

  private final AtomicBoolean down = new AtomicBoolean();

  private TestGatehouse start() {
    return TestGatehouse.on(
        Broken.watched(
            InMemoryStorage.create(),
            "roleAssignments",
            RoleAssignmentStore.class,
            called -> fail()),
        new SettableClock(),
        builder -> builder.twoFactor(policy ->
            policy.withRequirement(FactorRequirement.ROLES).withRoles(Set.of("cashier"))));
  }

  private void fail() {
    if (down.get()) {
      throw new StoreException("down");
    }
  }

  private static LoginResult login(TestGatehouse test) {
    return test.gatehouse().logins().password(ANN, PASSWORD, "", ClientInfo.none());
  }

  @Test
  @DisplayName(
      "2.6: whether a factor is due is asked before a session opens: one that nobody has the tokens of stays for weeks")
  void noSessionIsOpenedWhenNobodyKnowsWhetherAFactorIsDue() {
    try (TestGatehouse test = start()) {
      UserId ann = test.verified(ANN, PASSWORD).id();
      down.set(true);
      assertThatThrownBy(() -> login(test)).isInstanceOf(StoreException.class);
      assertThat(test.gatehouse().sessions().list(ann)).isEmpty();
      assertThat(test.audited("login.succeeded")).isEmpty();
      down.set(false);
      assertThat(login(test)).isInstanceOf(LoginResult.SignedIn.class);
      assertThat(test.gatehouse().sessions().list(ann)).hasSize(1);
    }
  }
}
