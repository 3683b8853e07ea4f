package dev.gatehouse.spring;

import dev.gatehouse.guard.PublicEndpoint;
import dev.gatehouse.guard.RequiresAuthentication;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.guard.RequiresRole;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.ReflectionUtils;

/** Where our annotations stand. */
final class Annotated {
  static final List<Class<? extends Annotation>> OURS = List.of(
      RequiresAuthentication.class,
      RequiresPermission.class,
      RequiresRole.class,
      RequiresRecentLogin.class,
      PublicEndpoint.class);

  private static final List<String> FOREIGN = List.of("java.", "jakarta.", "org.springframework.");

  private Annotated() {}

  /** Tells whether one stands on the class, on its methods, or on what it extends or implements. */
  static boolean isGuarded(Class<?> type) {
    return ancestors(type).stream()
        .anyMatch(one -> isAnnotated(one)
            || Arrays.stream(ReflectionUtils.getDeclaredMethods(one))
                .anyMatch(Annotated::isAnnotated));
  }

  static boolean isAnnotated(AnnotatedElement place) {
    return OURS.stream().anyMatch(place::isAnnotationPresent);
  }

  /** Returns an annotation that itself carries one of ours: the guard does not look that deep. */
  static Optional<Annotation> composed(AnnotatedElement place) {
    return Arrays.stream(place.getAnnotations())
        .filter(annotation -> isAnnotated(annotation.annotationType()))
        .findFirst();
  }

  /** Returns the class, what it extends, and all that these implement, but for classes that cannot know of us. */
  static Set<Class<?>> ancestors(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
      add(one, found);
    }
    return found;
  }

  private static void add(Class<?> type, Set<Class<?>> found) {
    if (FOREIGN.stream().noneMatch(type.getName()::startsWith)) {
      found.add(type);
    }
    for (Class<?> one : type.getInterfaces()) {
      add(one, found);
    }
  }
}
