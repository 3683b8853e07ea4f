package dev.gatehouse.spring;

import dev.gatehouse.servlet.GatehouseServlet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Checks the annotations of a controller's method before its arguments are read: whoever is refused learns nothing from
 * what their body or their ids would have met. Async and error dispatches were decided before.
 */
final class HandlerGuard implements HandlerInterceptor {
  private static final Set<DispatcherType> DECIDED_BEFORE =
      EnumSet.of(DispatcherType.ASYNC, DispatcherType.ERROR);

  private final AnnotationGuard guard;

  HandlerGuard(AnnotationGuard guard) {
    this.guard = guard;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method
        && !DECIDED_BEFORE.contains(request.getDispatcherType())) {
      guard.check(
          GatehouseServlet.principal(request),
          GatehouseServlet.client(request),
          method.getMethod(),
          method.getBeanType());
    }
    return true;
  }
}
