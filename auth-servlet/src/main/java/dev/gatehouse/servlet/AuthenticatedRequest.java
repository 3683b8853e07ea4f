package dev.gatehouse.servlet;

import dev.gatehouse.http.HttpGate;
import dev.gatehouse.principal.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/** The request as the application sees it: it knows who asks. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
  private static final String AUTH_TYPE = "GATEHOUSE";

  private final HttpGate gate;

  AuthenticatedRequest(HttpServletRequest request, HttpGate gate) {
    super(request);
    this.gate = gate;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    Principal principal = GatehouseServlet.principal(getRequest());
    return principal.isAuthenticated() ? principal : null;
  }

  @Override
  public @Nullable String getRemoteUser() {
    Principal principal = getUserPrincipal();
    return principal == null ? null : principal.getName();
  }

  @Override
  public @Nullable String getAuthType() {
    return getUserPrincipal() == null ? null : AUTH_TYPE;
  }

  /**
   * Tells whether the caller has a role of ours; {@code **} means anybody who has proven who they are, as in the Servlet
   * specification. What the container knows is another login.
   */
  @Override
  public boolean isUserInRole(String role) {
    Principal principal = getUserPrincipal();
    return principal != null && (role.equals("**") || gate.hasRole(principal, role));
  }
}
