package dev.gatehouse.spring;

import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.servlet.GatehouseServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Finds out who asks: the request of this thread knows best, then the other sources. */
final class CurrentCaller {
  private final ObjectProvider<CallerSource> sources;

  CurrentCaller(ObjectProvider<CallerSource> sources) {
    this.sources = sources;
  }

  Principal get() {
    return ofRequest()
        .or(() ->
            sources.orderedStream().flatMap(source -> source.caller().stream()).findFirst())
        .orElseGet(AnonymousPrincipal::new);
  }

  /** Returns where the request of this thread comes from, if there is one. */
  ClientInfo client() {
    return request().map(GatehouseServlet::client).orElseGet(ClientInfo::none);
  }

  private static Optional<Principal> ofRequest() {
    return request().filter(GatehouseServlet::isAdmitted).map(GatehouseServlet::principal);
  }

  private static Optional<HttpServletRequest> request() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes bound
        ? Optional.of(bound.getRequest())
        : Optional.empty();
  }
}
