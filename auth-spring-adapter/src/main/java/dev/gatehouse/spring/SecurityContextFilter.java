package dev.gatehouse.spring;

import dev.gatehouse.http.HttpGate;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.servlet.GatehouseServlet;
import dev.gatehouse.storage.StoreException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Puts whom the gate knows into the {@code SecurityContext}, in every kind of dispatch; it is in no session. Whoever the gate
 * does not know stays what the chain makes of them. Spring Security clears the context at the end of the request.
 */
final class SecurityContextFilter implements Filter {
  private final Authorities authorities;
  private final HttpGate gate;

  SecurityContextFilter(Authorities authorities, HttpGate gate) {
    this.authorities = authorities;
    this.gate = gate;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Principal caller = GatehouseServlet.principal(request);
    if (caller.isAuthenticated()) {
      SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();
      SecurityContext context = holder.createEmptyContext();
      context.setAuthentication(
          new GatehouseAuthentication(caller, GatehouseServlet.client(request), authorities));
      holder.setContext(context);
    }
    try {
      chain.doFilter(request, response);
    } catch (StoreException e) {
      unavailable(e, request, response);
    }
  }

  /** Roles that cannot be asked are no answer: neither a yes nor an error of the application. */
  private void unavailable(StoreException why, ServletRequest request, ServletResponse response)
      throws IOException {
    if (response.isCommitted() || !(response instanceof HttpServletResponse answer)) {
      throw why;
    }
    GatehouseServlet.answer(gate.answer(why, GatehouseServlet.client(request)), answer);
  }
}
