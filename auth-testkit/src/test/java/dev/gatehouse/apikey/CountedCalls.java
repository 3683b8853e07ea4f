package dev.gatehouse.apikey;

import dev.gatehouse.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stands before a storage and counts every call of every store and of its transactions, whatever thread makes it. */
final class CountedCalls {
  private final AtomicLong calls = new AtomicLong();
  final Storage storage;

  CountedCalls(Storage storage) {
    this.storage = (Storage) Proxy.newProxyInstance(
        Storage.class.getClassLoader(),
        new Class<?>[] {Storage.class},
        (proxy, method, arguments) -> {
          Object part = invoked(storage, method, arguments);
          return part == null ? null : counted(method.getReturnType(), part);
        });
  }

  private Object counted(Class<?> type, Object part) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          calls.incrementAndGet();
          return invoked(part, method, arguments);
        });
  }

  private static @Nullable Object invoked(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Returns how many there were so far. */
  long count() {
    return calls.get();
  }
}
