package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Reads our annotations on all beans at the start, and refuses those that name nothing or cannot be enforced. */
final class AnnotationCheck implements SmartInitializingSingleton {
  private final ConfigurableListableBeanFactory beans;
  private final ObjectProvider<Gatehouse> gatehouse;

  AnnotationCheck(ConfigurableListableBeanFactory beans, ObjectProvider<Gatehouse> gatehouse) {
    this.beans = beans;
    this.gatehouse = gatehouse;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<String> problems = Arrays.stream(beans.getBeanDefinitionNames())
        .flatMap(name -> type(name).stream())
        .distinct()
        .flatMap(this::problems)
        .distinct()
        .toList();
    if (!problems.isEmpty()) {
      throw new SetupException(
          "Annotations of Gatehouse stand where they cannot be enforced:\n  - "
              + String.join("\n  - ", problems),
          "Correct each of them: a method that is guarded is an instance method of a bean, neither"
              + " private nor final, and names declared permissions, for example with"
              + " gatehouse.access.declared-permissions=invoices:read,invoices:write.");
    }
  }

  private Optional<Class<?>> type(String name) {
    Class<?> known = AutoProxyUtils.determineTargetClass(beans, name);
    Class<?> type = known == null ? beans.getType(name, false) : known;
    return type == null ? Optional.empty() : Optional.of(ClassUtils.getUserClass(type));
  }

  private Stream<String> problems(Class<?> type) {
    List<String> found = new ArrayList<>();
    for (Class<?> one : Annotated.ancestors(type)) {
      Annotated.composed(one).ifPresent(by -> found.add(composed(one.getName(), by)));
      for (Method method : ReflectionUtils.getDeclaredMethods(one)) {
        String place = one.getName() + '.' + method.getName() + "()";
        Annotated.composed(method).ifPresent(by -> found.add(composed(place, by)));
      }
    }
    if (Annotated.isGuarded(type)) {
      methods(type).forEach(method -> problem(method, type).ifPresent(found::add));
    }
    return found.stream();
  }

  private static String composed(String place, java.lang.annotation.Annotation by) {
    return place + " carries @" + by.annotationType().getSimpleName()
        + ", which is made of one of ours: write ours there itself";
  }

  private static Stream<Method> methods(Class<?> type) {
    return Annotated.ancestors(type).stream()
        .flatMap(one -> Arrays.stream(ReflectionUtils.getDeclaredMethods(one)))
        .filter(method -> !method.isSynthetic() && !ReflectionUtils.isObjectMethod(method));
  }

  private Optional<String> problem(Method method, Class<?> type) {
    String place = method.getDeclaringClass().getName() + '.' + method.getName() + "()";
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
      return Annotated.isAnnotated(method)
          ? Optional.of(place + " is private or static: nothing can stand before it")
          : Optional.empty();
    }
    try {
      boolean asks = !gatehouse.getObject().guard().requirements(method, type).isEmpty();
      return asks && Modifier.isFinal(modifiers)
          ? Optional.of(place + " is final: nothing can stand before it")
          : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
