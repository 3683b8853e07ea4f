package dev.gatehouse.guard;

import dev.gatehouse.rbac.Permission;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The annotations that hold for one method of one class, nearest first: each ancestor's method, then the ancestor. */
final class Annotations {
  private final List<AnnotatedElement> places = new ArrayList<>();
  private final List<AnnotatedElement> methods = new ArrayList<>();

  Annotations(Method method, Class<?> type) {
    for (Class<?> ancestor : ancestors(type)) {
      List<Method> found = declared(ancestor, method);
      methods.addAll(found);
      places.addAll(found);
      places.add(ancestor);
    }
    if (!methods.contains(method)) {
      methods.add(0, method);
      places.add(0, method);
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

  /**
   * Returns the methods of a type that a method is, overrides or implements. Where types are generic the parameters of an
   * ancestor's method are wider: it counts if each could take what ours takes. Rather one too many than none.
   */
  private static List<Method> declared(Class<?> type, Method method) {
    return Stream.of(type.getDeclaredMethods())
        .filter(other -> other.getName().equals(method.getName()) && covers(other, method))
        .sorted(Comparator.comparing((Method other) -> !sameParameters(other, method)))
        .toList();
  }

  private static boolean sameParameters(Method one, Method other) {
    return Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }

  private static boolean covers(Method other, Method method) {
    if (sameParameters(other, method)) {
      return true;
    }
    Class<?>[] wide = other.getParameterTypes();
    Class<?>[] narrow = method.getParameterTypes();
    if (wide.length != narrow.length || !isGeneric(other)) {
      return false;
    }
    for (int i = 0; i < wide.length; i++) {
      if (!wide[i].isAssignableFrom(narrow[i])) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether a parameter's type is a variable of the class, so that a subclass may narrow it. */
  private static boolean isGeneric(Method method) {
    return Stream.of(method.getGenericParameterTypes()).anyMatch(TypeVariable.class::isInstance);
  }

  List<Requirement> requirements() {
    List<Requirement> onMethod = requirements(methods);
    boolean open = methods.stream()
        .takeWhile(method -> !isAnnotatedBefore(method))
        .anyMatch(method -> method.isAnnotationPresent(PublicEndpoint.class));
    if (first(methods, PublicEndpoint.class).isPresent() && !onMethod.isEmpty()) {
      throw new IllegalArgumentException(
          "@PublicEndpoint opens it to everybody, and another annotation asks for " + onMethod);
    }
    return open ? List.of() : requirements(places);
  }

  /** Tells whether a nearer class asks for something: what it asks for stands before a farther method that is open. */
  private boolean isAnnotatedBefore(AnnotatedElement method) {
    return !requirements(places.subList(0, places.indexOf(method))).isEmpty();
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
