package dev.gatehouse.guard;

import dev.gatehouse.principal.Principal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands before an object and checks the annotations of each method before it is called. */
final class Interceptor implements InvocationHandler {
  private final Guard guard;
  private final Object target;
  private final Supplier<Principal> caller;

  /** Reads the annotations of all methods at once: a mistake shows now, not at the first call. */
  Interceptor(Guard guard, Object target, Supplier<Principal> caller, Class<?> contract) {
    this.guard = guard;
    this.target = target;
    this.caller = caller;
    for (Method method : contract.getMethods()) {
      var unused = guard.requirements(method, target.getClass());
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() != Object.class) {
      guard.check(caller.get(), method, target.getClass());
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
