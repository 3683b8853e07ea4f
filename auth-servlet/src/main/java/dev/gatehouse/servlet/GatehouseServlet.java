package dev.gatehouse.servlet;

import dev.gatehouse.http.Header;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;

/** Puts the gate in front of a web application, and tells the application who asks. */
public final class GatehouseServlet {
  private static final String NAME = "gatehouse";
  static final String PRINCIPAL = "dev.gatehouse.principal";
  static final String CLIENT = "dev.gatehouse.client";

  private GatehouseServlet() {}

  /**
   * Puts the gate in front of every path and every kind of dispatch, before the filters that are registered later. Must
   * be called while the context starts.
   *
   * @throws IllegalStateException if the context has a gate already, or has started
   */
  public static void install(ServletContext context, HttpGate gate) {
    FilterRegistration.Dynamic filter = context.addFilter(NAME, new GatehouseFilter(gate));
    if (filter == null) {
      throw new IllegalStateException("this servlet context has a filter named gatehouse already");
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  /** Returns what an embedded container calls at its start to {@linkplain #install install} the gate. */
  public static ServletContainerInitializer initializer(HttpGate gate) {
    return (classes, context) -> install(context, gate);
  }

  /** Returns who asks: also in the application's async and error dispatches. */
  public static Principal principal(ServletRequest request) {
    return request.getAttribute(PRINCIPAL) instanceof Principal principal
        ? principal
        : new AnonymousPrincipal();
  }

  /** Returns where the request comes from, for the services the application calls. */
  public static ClientInfo client(ServletRequest request) {
    return request.getAttribute(CLIENT) instanceof ClientInfo client ? client : ClientInfo.none();
  }

  /** Tells whether a gate let the request pass, on a rule of its routes. */
  public static boolean isAdmitted(ServletRequest request) {
    return request.getAttribute(PRINCIPAL) instanceof Principal;
  }

  /** Writes an answer of the gate; the response must not be committed. */
  public static void answer(HttpResponse answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    for (Header header : answer.headers()) {
      // Set-Cookie too: the cookie API of some containers drops SameSite.
      response.addHeader(header.name(), header.value());
    }
    byte[] body = answer.body();
    if (body.length > 0) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
