package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.servlet.GatehouseServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Who asks, as a parameter of a controller's method: {@code Principal} is anybody, {@code UserPrincipal} and its sisters refuse
 * callers of another kind, and an {@code Optional} of one of them is empty then. {@code ClientInfo} is where the request comes from.
 */
final class PrincipalArguments implements HandlerMethodArgumentResolver {
  private static final Map<Class<?>, Principal.Kind> KINDS = Map.of(
      UserPrincipal.class, Principal.Kind.USER,
      ApiKeyPrincipal.class, Principal.Kind.API_KEY,
      ServicePrincipal.class, Principal.Kind.SERVICE);

  private final ObjectProvider<Gatehouse> gatehouse;

  PrincipalArguments(ObjectProvider<Gatehouse> gatehouse) {
    this.gatehouse = gatehouse;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
    return Principal.class.isAssignableFrom(type) || type == ClientInfo.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request =
        Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    Class<?> wanted = parameter.nestedIfOptional().getNestedParameterType();
    Object found = wanted == ClientInfo.class
        ? GatehouseServlet.client(request)
        : GatehouseServlet.principal(request);
    if (parameter.isOptional() && parameter.getParameterType() == Optional.class) {
      return Optional.of(found).filter(one -> wanted.isInstance(one) && !isNobody(one));
    }
    return wanted.isInstance(found) ? found : refuse((Principal) found, wanted);
  }

  private static boolean isNobody(Object found) {
    return found instanceof AnonymousPrincipal;
  }

  private Object refuse(Principal caller, Class<?> wanted) {
    Principal.Kind kind = Objects.requireNonNull(
        KINDS.get(wanted), () -> wanted.getName() + " is no parameter that a caller could be");
    AuthException refusal = gatehouse
        .getObject()
        .guard()
        .refusal(caller, List.of(CallerKind.of(kind)))
        .orElseThrow();
    throw refusal;
  }
}
