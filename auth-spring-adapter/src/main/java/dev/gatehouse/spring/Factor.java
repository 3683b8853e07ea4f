package dev.gatehouse.spring;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The authority of a proof. Spring Security 7 has a class of its own for it, which knows when the proof was given;
 * version 6 has not, so that it is found by name.
 */
final class Factor {
  private static final Optional<Class<?>> KIND = Optional.of(
          "org.springframework.security.core.authority.FactorGrantedAuthority")
      .filter(name -> ClassUtils.isPresent(name, Factor.class.getClassLoader()))
      .map(name -> ClassUtils.resolveClassName(name, Factor.class.getClassLoader()));

  private Factor() {}

  static GrantedAuthority of(String authority, Instant provenAt) {
    return KIND.map(kind -> timed(kind, authority, provenAt))
        .orElseGet(() -> new SimpleGrantedAuthority(authority));
  }

  private static GrantedAuthority timed(Class<?> kind, String authority, Instant provenAt) {
    Object builder = call(kind, "withAuthority", null, authority);
    Object dated = call(builder.getClass(), "issuedAt", builder, provenAt);
    return (GrantedAuthority) call(dated.getClass(), "build", dated);
  }

  private static Object call(
      Class<?> type,
      String name,
      @org.jspecify.annotations.Nullable Object target,
      Object... values) {
    Class<?>[] types =
        java.util.Arrays.stream(values).map(Object::getClass).toArray(Class<?>[]::new);
    Method method = ReflectionUtils.findMethod(type, name, types);
    if (method == null) {
      throw new IllegalStateException("this version of Spring Security has no " + name);
    }
    Object result = ReflectionUtils.invokeMethod(method, target, values);
    return java.util.Objects.requireNonNull(result);
  }
}
