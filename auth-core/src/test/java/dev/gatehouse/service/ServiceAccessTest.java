package dev.gatehouse.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceAccessTest {
  // The same number, so that a mistaken kind would be found.
  private static final UUID SAME = new UUID(1, 2);
  private static final Subject SERVICE = Subject.service(new ServiceId(SAME));
  private static final Subject PERSON = Subject.user(new UserId(SAME));
  private static final Permission READ = Permission.parse("orders:read");

  @ParameterizedTest
  @DisplayName("S2S-01 on behalf of somebody a service may do what both may, never more")
  @CsvSource({
    "false, false, false, false",
    "true, false, true, false",
    "false, true, false, false",
    "true, true, true, true"
  })
  void neitherLendsRightsToTheOther(
      boolean service, boolean person, boolean alone, boolean onBehalf) {
    Set<Subject> holders = new HashSet<>();
    if (service) {
      holders.add(SERVICE);
    }
    if (person) {
      holders.add(PERSON);
    }
    ServiceAccess access = new ServiceAccess(granting(holders));
    assertThat(access.allows(caller(Optional.empty()), READ)).isEqualTo(alone);
    assertThat(access.allows(caller(Optional.of(new UserId(SAME))), READ)).isEqualTo(onBehalf);
  }

  private static ServicePrincipal caller(Optional<UserId> person) {
    return new ServicePrincipal(new ServiceId(SAME), "reports", "orders", person);
  }

  private static Access granting(Set<Subject> holders) {
    return (Access) Proxy.newProxyInstance(
        Access.class.getClassLoader(),
        new Class<?>[] {Access.class},
        (proxy, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("allows");
          return holders.contains(arguments[0]) && READ.equals(arguments[1]);
        });
  }
}
