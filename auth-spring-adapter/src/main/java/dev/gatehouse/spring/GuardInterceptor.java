package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ReflectionUtils;

/** Lets the core's guard check the annotations of a method before it is called. */
final class GuardInterceptor implements MethodInterceptor {
  private final ObjectProvider<Gatehouse> gatehouse;
  private final CurrentCaller caller;

  GuardInterceptor(ObjectProvider<Gatehouse> gatehouse, CurrentCaller caller) {
    this.gatehouse = gatehouse;
    this.caller = caller;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    if (!ReflectionUtils.isObjectMethod(invocation.getMethod())) {
      Class<?> type = AopUtils.getTargetClass(Objects.requireNonNull(invocation.getThis()));
      new AnnotationGuard(gatehouse.getObject())
          .check(caller.get(), caller.client(), invocation.getMethod(), type);
    }
    return invocation.proceed();
  }
}
