package dev.gatehouse.guard;

import dev.gatehouse.rbac.Permission;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The annotations that hold for one method of one class. */
final class Annotations {
  private final List<AnnotatedElement> methods = new ArrayList<>();
  private final List<AnnotatedElement> types = new ArrayList<>();

  Annotations(Method method, Class<?> type) {
    for (Class<?> ancestor : ancestors(type)) {
      types.add(ancestor);
      declared(ancestor, method).ifPresent(methods::add);
    }
    if (!methods.contains(method)) {
      methods.add(method);
    }
  }

  /** Returns the class, its superclasses, and all of their interfaces, nearest first. */
  private static Set<Class<?>> ancestors(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      found.add(c);
    }
    List.copyOf(found).forEach(c -> addInterfaces(c, found));
    return found;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
    for (Class<?> one : type.getInterfaces()) {
      found.add(one);
      addInterfaces(one, found);
    }
  }

  private static Optional<Method> declared(Class<?> type, Method method) {
    try {
      return Optional.of(type.getDeclaredMethod(method.getName(), method.getParameterTypes()));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  List<Requirement> requirements() {
    List<Requirement> onMethod = requirements(methods);
    if (first(methods, PublicEndpoint.class).isPresent()) {
      if (!onMethod.isEmpty()) {
        throw new IllegalArgumentException(
            "@PublicEndpoint opens it to everybody, and another annotation asks for " + onMethod);
      }
      return List.of();
    }
    List<AnnotatedElement> all = new ArrayList<>(methods);
    all.addAll(types);
    return requirements(all);
  }

  private static List<Requirement> requirements(List<AnnotatedElement> places) {
    return Stream.<Optional<Requirement>>of(
            first(places, RequiresAuthentication.class).map(found -> new Authenticated()),
            first(places, RequiresRole.class)
                .map(found -> new RoleHeld(List.of(found.value()), found.match())),
            first(places, RequiresPermission.class).map(Annotations::permission),
            first(places, RequiresRecentLogin.class).map(Annotations::recentLogin))
        .flatMap(Optional::stream)
        .toList();
  }

  private static <A extends Annotation> Optional<A> first(
      List<AnnotatedElement> places, Class<A> kind) {
    return places.stream()
        .flatMap(place -> Stream.ofNullable(place.getDeclaredAnnotation(kind)))
        .findFirst();
  }

  private static Requirement permission(RequiresPermission found) {
    return new PermissionHeld(
        Stream.of(found.value()).map(Permission::parse).toList(), found.match());
  }

  private static Requirement recentLogin(RequiresRecentLogin found) {
    try {
      return new RecentLogin(Duration.parse(found.value()));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "@RequiresRecentLogin takes a duration as in ISO 8601, such as PT10M, not \""
              + found.value() + '"',
          e);
    }
  }
}
