package dev.gatehouse.servlet;

import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.GateResult.Proceed;
import dev.gatehouse.http.HttpGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Asks the gate about every request, and again whenever the application dispatches it to another path: forwarding a
 * visitor to a page does not open that page. A dispatch back to the same path, to an error page, or below
 * {@code /WEB-INF/}, where only the application can go, keeps the principal and is not decided again, so that the
 * application's own status codes stay as they are.
 */
public final class GatehouseFilter implements Filter {
  private static final String DECIDED = "dev.gatehouse.decided";
  private static final String INTERNAL = "/WEB-INF/";

  private final HttpGate gate;

  /** Stands in front of an application. */
  public GatehouseFilter(HttpGate gate) {
    this.gate = gate;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException("only HTTP passes this gate");
    }
    ContainerRequest translated = ContainerRequest.of(http);
    if (isDecided(http, translated.path())) {
      chain.doFilter(new AuthenticatedRequest(http, gate), response);
    } else {
      decide(http, translated, answer, chain);
    }
  }

  private static boolean isDecided(HttpServletRequest request, String path) {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.REQUEST) {
      return false;
    }
    boolean internal = type != DispatcherType.ASYNC && path.startsWith(INTERNAL);
    return type == DispatcherType.ERROR || internal || path.equals(request.getAttribute(DECIDED));
  }

  private void decide(
      HttpServletRequest request,
      ContainerRequest translated,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    GateResult result = gate.handle(translated);
    if (result instanceof Proceed proceed) {
      request.setAttribute(DECIDED, translated.path());
      request.setAttribute(GatehouseServlet.PRINCIPAL, proceed.principal());
      request.setAttribute(GatehouseServlet.CLIENT, proceed.client());
      proceed.headers().forEach(header -> response.setHeader(header.name(), header.value()));
      chain.doFilter(new AuthenticatedRequest(request, gate), response);
    } else if (result instanceof Answer answer) {
      GatehouseServlet.answer(answer.response(), response);
    }
  }
}
