package dev.gatehouse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;
import dev.gatehouse.contract.scenario.ServiceScenario;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two administrators change the audiences of one service at the same moment. */
final class AudienceConflictTest implements ServiceScenario {
  private boolean armed;

  @Override
  public TestGatehouse start() {
    Storage real = InMemoryStorage.create();
    ServiceStore services = (ServiceStore) before(ServiceStore.class, real.services(), real);
    Storage storage = (Storage) Proxy.newProxyInstance(
        Storage.class.getClassLoader(),
        new Class<?>[] {Storage.class},
        (proxy, method, arguments) ->
            method.getName().equals("services") ? services : method.invoke(real, arguments));
    return TestGatehouse.on(storage, new SettableClock(), builder -> builder);
  }

  /** Somebody else is first, between what the service reads and what it writes. */
  private Object before(Class<?> type, Object store, Storage real) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          if (armed && method.getName().equals("changeAudiences")) {
            armed = false;
            assertThat(real.services().changeAudiences((ServiceId) arguments[0], Set.of()))
                .isPresent();
          }
          return method.invoke(store, arguments);
        });
  }

  @Test
  @DisplayName("RBAC-02 audiences that somebody takes away meanwhile are not given back unjudged")
  void whatWasJudgedByOldAudiencesIsRefused() {
    try (TestGatehouse test = start()) {
      ServiceId id = registered(test, "reports").service().id();
      armed = true;
      assertThatThrownBy(() ->
              test.gatehouse().services().changeAudiences(id, Set.of(HERE), OPERATOR, MACHINE))
          .isInstanceOfSatisfying(
              AuthException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.VERSION_CONFLICT));
      assertThat(test.audited("service.changed")).isEmpty();
      assertThat(test.gatehouse()
              .services()
              .changeAudiences(id, Set.of(HERE), OPERATOR, MACHINE)
              .audiences())
          .containsExactly(HERE);
    }
  }
}
