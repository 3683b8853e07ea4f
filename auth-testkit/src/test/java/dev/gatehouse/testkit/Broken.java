package dev.gatehouse.testkit;

import dev.gatehouse.Storage;
import dev.gatehouse.storage.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Storages that fail at one place. */
public final class Broken {
  private Broken() {}

  /**
   * Returns a storage one of whose stores fails at one method, and whose others are the real ones.
   *
   * @param store the name of the method of {@link Storage} that returns it
   */
  public static Storage at(Storage storage, String store, Class<?> type, String method) {
    return watched(storage, store, type, called -> {
      if (called.equals(method)) {
        throw new StoreException("down");
      }
    });
  }

  /**
   * Returns a storage that tells which methods of one store are called, before they are; what the listener throws is thrown
   * on.
   */
  public static Storage watched(
      Storage storage, String store, Class<?> type, Consumer<String> calls) {
    return proxy(Storage.class, storage, (name, real) -> {
      Object answer = real.get();
      return name.equals(store)
          ? proxy(type, answer, (called, call) -> told(calls, called, call))
          : answer;
    });
  }

  private static Object told(Consumer<String> calls, String called, Supplier<Object> call) {
    calls.accept(called);
    return call.get();
  }

  private interface Answer {
    Object to(String method, Supplier<Object> real);
  }

  private static <T> T proxy(Class<T> type, Object real, Answer answer) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> answer.to(method.getName(), () -> {
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        })));
  }
}
