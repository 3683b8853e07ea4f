package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.BuiltInRoles;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What your own Java code can do to an account: {@code POST /demo/block} and {@code POST /demo/activate} change its
 * status, {@code POST /demo/appoint} makes its owner an administrator. LOCAL DEVELOPMENT ONLY: it asks nobody to log in.
 * Yours would stand behind a rule, and appoint the first administrator once, at a start or from a console.
 */
final class DeskServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Map<String, UserStatus> VERBS =
      Map.of("/demo/block", UserStatus.BLOCKED, "/demo/activate", UserStatus.ACTIVE);

  private final transient Gatehouse gatehouse;

  DeskServlet(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<User> user = gatehouse.users().findByEmail(JsonHttp.member(request, "email"));
    if (user.isEmpty()) {
      JsonHttp.invalid(response, "email", "Nobody has an account with this address.");
      return;
    }
    try {
      act(request.getRequestURI(), user.get(), response);
    } catch (AuthException refusal) {
      JsonHttp.invalid(response, "email", refusal.detail());
    }
  }

  private void act(String verb, User user, HttpServletResponse response) throws IOException {
    if (verb.equals("/demo/appoint")) {
      appoint(user);
      JsonHttp.answer(response, 200, Map.of("status", "an administrator"));
    } else if (VERBS.containsKey(verb)) {
      User changed = change(user, VERBS.get(verb));
      String now = changed.status().name().toLowerCase(Locale.ROOT);
      JsonHttp.answer(response, 200, Map.of("status", now));
    } else {
      response.setStatus(404);
    }
  }

  /** Nobody gives a role to themselves, so that the first administrator has to come from the application's own code. */
  private void appoint(User user) {
    RoleGrant grant = RoleGrant.of(Subject.user(user.id()), BuiltInRoles.ADMINISTRATOR);
    gatehouse
        .roleAssignments()
        .assign(grant.because("appointed at the desk"), Actor.system("desk"), ClientInfo.none());
  }

  private User change(User user, UserStatus status) {
    StatusChange change = new StatusChange(status, "changed at the desk", Optional.empty());
    return gatehouse
        .users()
        .changeStatus(user.id(), change, Actor.system("desk"), ClientInfo.none());
  }
}
