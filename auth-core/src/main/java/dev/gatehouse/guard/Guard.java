package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Permission;
import java.lang.reflect.Method;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Checks conditions for code of the host: those it names in a call, and those its annotations name. Safe for use by many
 * threads; what annotations say is read once per method.
 */
public final class Guard {
  private final Rights rights;
  private final InstantSource clock;
  private final Consumer<Permission> declared;
  private final Map<Place, List<Requirement>> known = new ConcurrentHashMap<>();

  private record Place(Method method, Class<?> type) {}

  /**
   * Checks against these rights.
   *
   * @param declared throws an IllegalArgumentException for a permission that nobody declared
   */
  public Guard(Rights rights, InstantSource clock, Consumer<Permission> declared) {
    this.rights = rights;
    this.clock = clock;
    this.declared = declared;
  }

  /** Returns why a caller is refused, or empty if all conditions are met. They are tried in order. */
  public Optional<AuthException> refusal(Principal caller, List<Requirement> requirements) {
    Asker asker = new Asker(caller, clock.instant(), rights);
    for (Requirement requirement : requirements) {
      Optional<AuthException> refusal = requirement.refusal(asker);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /**
   * Lets a caller pass who holds a permission.
   *
   * @throws AuthException AUTHENTICATION_REQUIRED, or PERMISSION_DENIED with {@code missing}
   * @throws IllegalArgumentException if nobody declared the permission
   */
  public void require(Principal caller, String permission) {
    PermissionHeld held = PermissionHeld.of(permission);
    held.permissions().forEach(declared);
    pass(refusal(caller, List.of(held)));
  }

  /**
   * Lets a caller pass who meets what the annotations of a method ask for. A method without any is open: annotations add
   * to the rules of the routes, they do not replace them.
   *
   * @param type the class of the object that the method is called on
   * @throws AuthException of the first condition that is not met
   * @throws IllegalStateException as {@link #requirements} does
   */
  public void check(Principal caller, Method method, Class<?> type) {
    pass(refusal(caller, requirements(method, type)));
  }

  /**
   * Returns what the annotations of a method ask for, in the order: authentication, role, permission, recent login. An
   * annotation on the method stands before one of the same kind on its class, and one there before those of what the class
   * extends or implements. Call it at the start for every method there is, so that a mistake shows then.
   *
   * @throws IllegalStateException if a permission is malformed or not declared, a duration is none, or
   *     {@link PublicEndpoint} stands beside another condition
   */
  public List<Requirement> requirements(Method method, Class<?> type) {
    return known.computeIfAbsent(new Place(method, type), place -> {
      try {
        List<Requirement> found = new Annotations(method, type).requirements();
        requireDeclared(found);
        return found;
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            type.getName() + '.' + method.getName() + "(): " + e.getMessage(), e);
      }
    });
  }

  /**
   * Refuses conditions about permissions that nobody declared.
   *
   * @throws IllegalArgumentException if there is one; the message says which permission may have been meant
   */
  public void requireDeclared(List<Requirement> requirements) {
    for (Requirement requirement : requirements) {
      if (requirement instanceof PermissionHeld held) {
        held.permissions().forEach(declared);
      }
    }
  }

  /**
   * Returns the target behind an interceptor that checks the annotations of every call: those on the interface and those
   * on the target's class. Calls that the target makes to itself are not seen, and so no private method ever is.
   *
   * @param caller asked at every call; nobody is anonymous
   * @throws IllegalStateException as {@link #requirements} does, for any method of the interface
   */
  public <T> T around(
      Class<T> contract, T target, java.util.function.Supplier<Optional<Principal>> caller) {
    return contract.cast(java.lang.reflect.Proxy.newProxyInstance(
        contract.getClassLoader(),
        new Class<?>[] {contract},
        new Interceptor(
            this, target, () -> caller.get().orElseGet(AnonymousPrincipal::new), contract)));
  }

  private static void pass(Optional<AuthException> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
