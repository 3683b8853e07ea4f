package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ConfigurationException;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TwoFactorSettingsTest {
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");

  private static TestGatehouse start(Map<String, String> settings) {
    return TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder.role("clerk", role -> role).properties(settings));
  }

  private static LoginResult login(TestGatehouse test) {
    UserId ann = test.verified("ann@example.com", PASSWORD).id();
    test.gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(ann), "clerk"), Actor.system("setup"), ClientInfo.none());
    return test.gatehouse().logins().password("ann@example.com", PASSWORD, "", ClientInfo.none());
  }

  @Test
  void whoeverNamesRolesMeansThem() {
    try (TestGatehouse test = start(Map.of("gatehouse.two-factor.required-for-roles", "clerk"))) {
      assertThat(login(test)).isInstanceOf(LoginResult.EnrolmentRequired.class);
    }
  }

  @Test
  void rolesAloneChangeNoStricterOrLaxerPolicy() {
    try (TestGatehouse never = start(Map.of(
        "gatehouse.two-factor.policy", "never",
        "gatehouse.two-factor.required-for-roles", "clerk"))) {
      assertThat(login(never)).isInstanceOf(LoginResult.SignedIn.class);
    }
    try (TestGatehouse all = start(Map.of(
        "gatehouse.two-factor.policy", "all",
        "gatehouse.two-factor.required-for-roles", "nobody"))) {
      assertThat(login(all)).isInstanceOf(LoginResult.EnrolmentRequired.class);
    }
  }

  @Test
  void aPolicyForRolesNamesSome() {
    assertThatThrownBy(() -> start(Map.of(
            "gatehouse.two-factor.policy", "roles",
            "gatehouse.two-factor.required-for-roles", "")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("required-for-roles");
  }
}
