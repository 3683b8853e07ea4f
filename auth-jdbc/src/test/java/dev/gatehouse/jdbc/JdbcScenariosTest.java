package dev.gatehouse.jdbc;

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
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every scenario of auth-contracts, on PostgreSQL. */
final class JdbcScenariosTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private static TestGatehouse emptied() {
    JdbcStorage storage = JdbcStorage.of(POOL);
    DATABASE.empty();
    return TestGatehouse.on(storage);
  }

  @Nested
  final class Health implements HealthScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Registration implements RegistrationScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Login implements LoginScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Lockout implements LockoutScenarios {
    /** Each is a statement; in memory there are a million. */
    @Override
    public int guesses() {
      return Boolean.getBoolean("test.thorough") ? 20_000 : 4_000;
    }

    @Override
    public TestGatehouse start() {
      JdbcStorage storage = JdbcStorage.of(POOL);
      DATABASE.empty();
      return TestGatehouse.on(storage, new SettableClock(), LockoutScenario::limited);
    }
  }

  @Nested
  final class Refresh implements RefreshScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Session implements SessionScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class StolenToken implements StolenTokenScenarios {
    @Override
    public TestGatehouse start() {
      JdbcStorage storage = JdbcStorage.of(POOL);
      DATABASE.empty();
      return TestGatehouse.on(storage, new SettableClock(), StolenTokenScenarios::withClerk);
    }
  }

  @Nested
  final class Password implements PasswordScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Gate implements GateScenarios {
    @Override
    public TestGatehouse start() {
      JdbcStorage storage = JdbcStorage.of(POOL);
      DATABASE.empty();
      return TestGatehouse.on(storage, new SettableClock(), GateScenario::withRoutes);
    }
  }

  @Nested
  final class Roles implements RoleScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Delegation implements DelegationScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Administration implements AdministratorScenarios {
    /** Each is a few milliseconds of PostgreSQL; in memory there are a thousand. */
    @Override
    public int rounds() {
      return 300;
    }

    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Service implements ServiceScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class ServiceToken implements ServiceTokenScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class ApiKeyLife implements ApiKeyScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class ApiKeyAttacks implements ApiKeyAttackScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class ApiKeyUses implements ApiKeyUseScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class Totp implements TotpScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class FactorLock implements FactorLockScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class FactorChange implements FactorChangeScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class RecoveryCode implements RecoveryCodeScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class TrustedDevice implements TrustedDeviceScenarios {
    @Override
    public TestGatehouse start() {
      return emptied();
    }
  }

  @Nested
  final class FactorPolicy implements FactorPolicyScenarios {
    @Override
    public TestGatehouse start(UnaryOperator<TwoFactorPolicy> policy) {
      JdbcStorage storage = JdbcStorage.of(POOL);
      DATABASE.empty();
      return TestGatehouse.on(storage, new SettableClock(), builder -> builder.twoFactor(policy));
    }
  }
}
