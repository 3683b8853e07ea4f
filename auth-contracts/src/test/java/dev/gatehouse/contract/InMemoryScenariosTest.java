package dev.gatehouse.contract;

import dev.gatehouse.contract.scenario.AdministratorScenarios;
import dev.gatehouse.contract.scenario.ApiKeyAttackScenarios;
import dev.gatehouse.contract.scenario.ApiKeyScenarios;
import dev.gatehouse.contract.scenario.ApiKeyUseScenarios;
import dev.gatehouse.contract.scenario.DelegationScenarios;
import dev.gatehouse.contract.scenario.FactorChangeScenarios;
import dev.gatehouse.contract.scenario.FactorLockScenarios;
import dev.gatehouse.contract.scenario.FactorPolicyScenarios;
import dev.gatehouse.contract.scenario.GateScenario;
import dev.gatehouse.contract.scenario.GateScenarios;
import dev.gatehouse.contract.scenario.HealthScenarios;
import dev.gatehouse.contract.scenario.LockoutScenario;
import dev.gatehouse.contract.scenario.LockoutScenarios;
import dev.gatehouse.contract.scenario.LoginScenarios;
import dev.gatehouse.contract.scenario.PasswordScenarios;
import dev.gatehouse.contract.scenario.RecoveryCodeScenarios;
import dev.gatehouse.contract.scenario.RefreshScenarios;
import dev.gatehouse.contract.scenario.RegistrationScenarios;
import dev.gatehouse.contract.scenario.RoleScenarios;
import dev.gatehouse.contract.scenario.ServiceScenarios;
import dev.gatehouse.contract.scenario.ServiceTokenScenarios;
import dev.gatehouse.contract.scenario.SessionScenarios;
import dev.gatehouse.contract.scenario.StolenTokenScenarios;
import dev.gatehouse.contract.scenario.TotpScenarios;
import dev.gatehouse.contract.scenario.TrustedDeviceScenarios;
import dev.gatehouse.otp.TwoFactorPolicy;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

/** Every scenario, on the in-memory storage. */
final class InMemoryScenariosTest {

  @Nested
  final class Health implements HealthScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Registration implements RegistrationScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Login implements LoginScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Lockout implements LockoutScenarios {
    /** What is judged does not hang on the number; a million takes minutes, and {@code .ci/run} has them. */
    @Override
    public int guesses() {
      return Boolean.getBoolean("test.thorough") ? 1_000_000 : 10_000;
    }

    @Override
    public TestGatehouse start() {
      return TestGatehouse.on(
          InMemoryStorage.create(), new SettableClock(), LockoutScenario::limited);
    }
  }

  @Nested
  final class Refresh implements RefreshScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Session implements SessionScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class StolenToken implements StolenTokenScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.on(
          InMemoryStorage.create(), new SettableClock(), StolenTokenScenarios::withClerk);
    }
  }

  @Nested
  final class Password implements PasswordScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Gate implements GateScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.on(
          InMemoryStorage.create(), new SettableClock(), GateScenario::withRoutes);
    }
  }

  @Nested
  final class Roles implements RoleScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Delegation implements DelegationScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Administration implements AdministratorScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Service implements ServiceScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class ApiKeyLife implements ApiKeyScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class ServiceToken implements ServiceTokenScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class ApiKeyAttacks implements ApiKeyAttackScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class ApiKeyUses implements ApiKeyUseScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class Totp implements TotpScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class FactorLock implements FactorLockScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class FactorChange implements FactorChangeScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class RecoveryCode implements RecoveryCodeScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class TrustedDevice implements TrustedDeviceScenarios {
    @Override
    public TestGatehouse start() {
      return TestGatehouse.inMemory();
    }
  }

  @Nested
  final class FactorPolicy implements FactorPolicyScenarios {
    @Override
    public TestGatehouse start(UnaryOperator<TwoFactorPolicy> policy) {
      return TestGatehouse.on(
          InMemoryStorage.create(), new SettableClock(), builder -> builder.twoFactor(policy));
    }
  }
}
