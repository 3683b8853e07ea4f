package dev.gatehouse.servlet;

import dev.gatehouse.principal.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/** The request as the application sees it: it knows who asks. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
  private static final String AUTH_TYPE = "GATEHOUSE";

  AuthenticatedRequest(HttpServletRequest request) {
    super(request);
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

  /** Returns false: nobody has a role, as far as this gate knows; what the container knows is another login. */
  @Override
  public boolean isUserInRole(String role) {
    return false;
  }
}
