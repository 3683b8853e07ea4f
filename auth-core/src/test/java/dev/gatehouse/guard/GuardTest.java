package dev.gatehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.storage.StoreException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GuardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Principal NOBODY = new AnonymousPrincipal();
  private static final Principal ADA = new UserPrincipal(
      new UserId(new UUID(0, 1)),
      new SessionId(new UUID(0, 2)),
      Set.of("pwd"),
      NOW.minusSeconds(300));
  private static final Set<String> DECLARED =
      Set.of("invoices:read", "invoices:write", "invoices:delete");

  private final Set<String> held = new java.util.HashSet<>();
  private final Set<String> roles = new java.util.HashSet<>();
  private final Guard guard = new Guard(rights(), () -> NOW, declared());

  private Rights rights() {
    return new Rights() {
      @Override
      public boolean allows(Principal caller, Permission permission) {
        return caller == ADA && held.contains(permission.text());
      }

      @Override
      public boolean hasRole(Principal caller, String role) {
        return caller == ADA && roles.contains(role);
      }
    };
  }

  private static Consumer<Permission> declared() {
    return permission -> {
      if (!DECLARED.contains(permission.text())) {
        throw new IllegalArgumentException("nobody declared " + permission);
      }
    };
  }

  /** What the annotations are tried on. */
  @RequiresPermission("invoices:read")
  interface Invoices {
    String list();

    @RequiresPermission({"invoices:write", "invoices:delete"})
    String replace();

    @RequiresPermission(
        value = {"invoices:write", "invoices:delete"},
        match = Match.ANY)
    String touch();

    @RequiresRole({"clerk", "boss"})
    String book();

    @RequiresRecentLogin("PT4M")
    String burn();

    @PublicEndpoint(reason = "health check")
    String health();

    String overridden();

    <T extends Comparable<T>> String generic(T value);
  }

  static class Ledger implements Invoices {
    @Override
    public String list() {
      return "list";
    }

    @Override
    public String replace() {
      return "replace";
    }

    @Override
    public String touch() {
      return "touch";
    }

    @Override
    public String book() {
      return "book";
    }

    @Override
    public String burn() {
      return "burn";
    }

    @Override
    public String health() {
      return "health";
    }

    @Override
    @RequiresPermission("invoices:delete")
    public String overridden() {
      return "overridden";
    }

    @Override
    public <T extends Comparable<T>> String generic(T value) {
      return "generic";
    }
  }

  private Invoices as(Principal caller) {
    return guard.around(Invoices.class, new Ledger(), () -> Optional.of(caller));
  }

  private ErrorCode refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    AuthException refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(AuthException.class, call);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }

  @Test
  void letsACallerPassWhoHoldsWhatTheClassAsksFor() {
    held.add("invoices:read");
    assertThat(as(ADA).list()).isEqualTo("list");
    assertThat(as(ADA).generic("x")).isEqualTo("generic");
  }

  @Test
  @DisplayName("RBAC-06: nobody, and whoever has no role, is denied")
  void deniesByDefault() {
    assertThat(refused(() -> as(ADA).list())).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refused(() -> as(NOBODY).list())).isEqualTo(ErrorCode.AUTHENTICATION_REQUIRED);
    Invoices unbound = guard.around(Invoices.class, new Ledger(), Optional::empty);
    assertThat(refused(unbound::list)).isEqualTo(ErrorCode.AUTHENTICATION_REQUIRED);
  }

  @Test
  void anAnnotationOfTheMethodStandsForThatOfItsClass() {
    held.addAll(Set.of("invoices:write", "invoices:delete"));
    assertThat(as(ADA).replace()).isEqualTo("replace");
    assertThat(refused(() -> as(ADA).list())).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void asksForAllPermissionsUnlessOneIsEnough() {
    held.add("invoices:write");
    assertThat(refused(() -> as(ADA).replace())).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(as(ADA).touch()).isEqualTo("touch");
    held.clear();
    assertThat(refused(() -> as(ADA).touch())).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void conditionsOfDifferentKindsAddUp() {
    roles.add("boss");
    assertThat(refused(() -> as(ADA).book())).isEqualTo(ErrorCode.PERMISSION_DENIED);
    held.add("invoices:read");
    assertThat(as(ADA).book()).isEqualTo("book");
    roles.clear();
    assertThat(refused(() -> as(ADA).book())).isEqualTo(ErrorCode.ROLE_REQUIRED);
  }

  @Test
  void asksForARecentLogin() {
    held.add("invoices:read");
    assertThat(refused(() -> as(ADA).burn())).isEqualTo(ErrorCode.STEP_UP_REQUIRED);
  }

  @Test
  void aPublicMethodIsOpenWhateverItsClassAsksFor() {
    assertThat(as(NOBODY).health()).isEqualTo("health");
  }

  @Test
  @DisplayName(
      "RBAC-07: the annotation of the class that implements stands before that of the interface")
  void theNearestAnnotationHolds() {
    held.add("invoices:read");
    assertThat(refused(() -> as(ADA).overridden())).isEqualTo(ErrorCode.PERMISSION_DENIED);
    held.add("invoices:delete");
    assertThat(as(ADA).overridden()).isEqualTo("overridden");
  }

  interface Typed<T> {
    @RequiresPermission("invoices:write")
    void put(T value);
  }

  static final class TypedLedger implements Typed<String> {
    @Override
    @RequiresPermission("invoices:delete")
    public void put(String value) {}
  }

  @Test
  @DisplayName("RBAC-07: a bridge method asks for what the method behind it asks for")
  void bridgesAreGuardedToo() {
    List<List<Requirement>> asked = Stream.of(TypedLedger.class.getDeclaredMethods())
        .map(method -> guard.requirements(method, TypedLedger.class))
        .toList();
    assertThat(asked).hasSize(2).containsOnly(List.of(PermissionHeld.of("invoices:delete")));
    @SuppressWarnings("unchecked")
    Typed<String> typed = guard.around(Typed.class, new TypedLedger(), () -> Optional.of(ADA));
    held.add("invoices:write");
    assertThat(refused(() -> typed.put("x"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
    held.add("invoices:delete");
    assertThatCode(() -> typed.put("x")).doesNotThrowAnyException();
  }

  interface Keeper<T> {
    @RequiresPermission("invoices:write")
    void keep(T value);
  }

  @RequiresPermission("invoices:delete")
  static final class StringKeeper implements Keeper<String> {
    @Override
    public void keep(String value) {}
  }

  static final class PlainKeeper implements Keeper<String> {
    @Override
    public void keep(String value) {}
  }

  @Test
  @DisplayName("RBAC-07: what a generic interface asks for holds for the method that narrows it")
  void genericInterfacesAreSeen() throws NoSuchMethodException {
    assertThat(guard.requirements(
            PlainKeeper.class.getMethod("keep", String.class), PlainKeeper.class))
        .containsExactly(PermissionHeld.of("invoices:write"));
  }

  @Test
  @DisplayName("RBAC-07: what the class asks for stands before what its interface asks for")
  void theClassStandsBeforeItsInterfaces() throws NoSuchMethodException {
    assertThat(guard.requirements(
            StringKeeper.class.getMethod("keep", String.class), StringKeeper.class))
        .containsExactly(PermissionHeld.of("invoices:delete"));
  }

  interface Typo {
    @RequiresPermission("invoces:read")
    void read();
  }

  interface Contradiction {
    @PublicEndpoint
    @RequiresAuthentication
    void read();
  }

  interface NoDuration {
    @RequiresRecentLogin("10m")
    void read();
  }

  interface Wild {
    @RequiresPermission("invoices:*")
    void read();
  }

  @Test
  void aMistakeInAnAnnotationShowsAtTheStart() {
    for (Class<?> type : List.of(Typo.class, Contradiction.class, NoDuration.class, Wild.class)) {
      Method method = type.getDeclaredMethods()[0];
      assertThatThrownBy(() -> guard.requirements(method, type))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(type.getName() + ".read()");
    }
  }

  @Test
  void theInterceptorPassesOnWhatTheTargetThrows() {
    Runnable failing = guard.around(
        Runnable.class,
        () -> {
          throw new UnsupportedOperationException("mine");
        },
        () -> Optional.of(ADA));
    assertThatThrownBy(failing::run)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("mine");
  }

  @Test
  void theMethodsOfEveryObjectStayOpen() {
    assertThat(as(NOBODY).toString()).contains("Ledger");
    assertThat(as(NOBODY).hashCode()).isNotNull();
  }

  @Test
  void requiresOnePermissionByCall() {
    held.add("invoices:read");
    guard.require(ADA, "invoices:read");
    assertThatThrownBy(() -> guard.require(ADA, "invoices:write"))
        .isInstanceOfSatisfying(AuthException.class, refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
          assertThat(refusal.details())
              .containsEntry("permission", "invoices:write")
              .containsEntry("missing", List.of("invoices:write"));
        });
    assertThatThrownBy(() -> guard.require(ADA, "invoces:read"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsNobodyWhatIsMissing() {
    assertThatThrownBy(() -> guard.require(NOBODY, "invoices:read"))
        .isInstanceOfSatisfying(AuthException.class, refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_REQUIRED);
          assertThat(refusal.details()).isEmpty();
        });
  }

  @Test
  void onlyCertainKindsOfCallers() {
    CallerKind services = CallerKind.of(Principal.Kind.SERVICE);
    CallerKind people = CallerKind.of(Principal.Kind.USER);
    assertThat(guard.refusal(ADA, List.of(people))).isEmpty();
    assertThat(guard.refusal(ADA, List.of(services)).orElseThrow().code())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(guard.refusal(NOBODY, List.of(services)).orElseThrow().code())
        .isEqualTo(ErrorCode.AUTHENTICATION_REQUIRED);
    assertThatThrownBy(() -> CallerKind.of(Principal.Kind.ANONYMOUS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoPermission() {
    Rights broken = new Rights() {
      @Override
      public boolean allows(Principal caller, Permission permission) {
        throw new StoreException("down");
      }

      @Override
      public boolean hasRole(Principal caller, String role) {
        throw new StoreException("down");
      }
    };
    Guard shut = new Guard(broken, () -> NOW, permission -> {});
    assertThatThrownBy(() -> shut.require(ADA, "invoices:read")).isInstanceOf(StoreException.class);
  }

  @Test
  void namesItsConditions() {
    assertThat(List.of(
            new Authenticated(),
            new RecentLogin(Duration.ofMinutes(10)),
            PermissionHeld.of("a:b", "c:d"),
            RoleHeld.of("clerk", "boss"),
            CallerKind.of(Principal.Kind.SERVICE),
            new Closed()))
        .extracting(Object::toString)
        .containsExactly(
            "signed in",
            "login within PT10M",
            "a:b and c:d",
            "role clerk or boss",
            "only service",
            "nobody");
  }
}
