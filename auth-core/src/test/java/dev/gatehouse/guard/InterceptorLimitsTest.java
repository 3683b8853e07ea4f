package dev.gatehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Permission;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an interceptor does not see, as its Javadoc and the guide to routes say: what the object calls on itself. */
final class InterceptorLimitsTest {
  private final Guard guard = new Guard(
      new Rights() {
        @Override
        public boolean allows(Principal caller, Permission permission) {
          return false;
        }

        @Override
        public boolean hasRole(Principal caller, String role) {
          return false;
        }
      },
      () -> Instant.EPOCH,
      permission -> {});
  private final Desk desk = guard.around(Desk.class, new Room(), Optional::empty);

  interface Desk {
    @PublicEndpoint
    String open();

    @PublicEndpoint
    String openThroughAPrivateMethod();

    @RequiresPermission("invoices:write")
    String closed();

    @RequiresPermission("invoices:write")
    default String closedByDefault() {
      return "default";
    }

    @PublicEndpoint
    default String openByDefault() {
      return closed();
    }
  }

  static final class Room implements Desk {
    @Override
    public String open() {
      return closed();
    }

    @Override
    public String openThroughAPrivateMethod() {
      return hidden();
    }

    @Override
    public String closed() {
      return "closed";
    }

    @RequiresPermission("invoices:write")
    private String hidden() {
      return "hidden";
    }
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AuthException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_REQUIRED));
  }

  @Test
  @DisplayName(
      "RBAC-07: a call from outside is checked, one that the object makes to itself is not")
  void aCallToItselfIsNotSeen() {
    assertRefused(desk::closed);
    assertThat(desk.open()).isEqualTo("closed");
    assertThat(desk.openByDefault()).isEqualTo("closed");
  }

  @Test
  @DisplayName("RBAC-07: a condition on a private method is never asked for by the interceptor")
  void aPrivateMethodIsNotSeen() {
    assertThat(desk.openThroughAPrivateMethod()).isEqualTo("hidden");
  }

  @Test
  @DisplayName(
      "RBAC-07: whoever reads the annotations of a private method gets them, and can check by hand")
  void aPrivateMethodCanBeCheckedByHand() throws NoSuchMethodException {
    assertThat(guard.requirements(Room.class.getDeclaredMethod("hidden"), Room.class))
        .containsExactly(PermissionHeld.of("invoices:write"));
    assertThatThrownBy(() -> guard.check(
            new AnonymousPrincipal(), Room.class.getDeclaredMethod("hidden"), Room.class))
        .isInstanceOf(AuthException.class);
  }

  @Test
  @DisplayName("RBAC-07: a default method of the interface is checked like any other")
  void aDefaultMethodIsSeen() {
    assertRefused(desk::closedByDefault);
  }
}
