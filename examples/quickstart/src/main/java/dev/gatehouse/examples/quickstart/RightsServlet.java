package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Tells the page what whoever is logged in may do, so that it offers nothing that would be refused. It protects nothing:
 * the rules do, whatever the page shows.
 */
final class RightsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Gatehouse gatehouse;

  RightsServlet(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    UserPrincipal user = (UserPrincipal) request.getUserPrincipal();
    PermissionSet held = gatehouse.access().permissionsOf(Subject.user(user.userId()));
    List<String> permissions = gatehouse.access().catalogue().permissions().stream()
        .filter(held::implies)
        .map(Permission::text)
        .sorted()
        .toList();
    JsonHttp.answer(response, 200, Map.of("permissions", permissions));
  }
}
