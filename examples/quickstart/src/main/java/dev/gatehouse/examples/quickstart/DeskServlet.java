package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator's screen would do: {@code POST /demo/block} and {@code POST /demo/activate} change the status of
 * an account. LOCAL DEVELOPMENT ONLY: it asks nobody to log in. Yours would stand behind a rule.
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
    UserStatus status = VERBS.get(request.getRequestURI());
    Optional<User> user = gatehouse.users().findByEmail(JsonHttp.member(request, "email"));
    if (status == null || user.isEmpty()) {
      JsonHttp.invalid(response, "email", "Nobody has an account with this address.");
      return;
    }
    try {
      User changed = change(user.get(), status);
      String now = changed.status().name().toLowerCase(Locale.ROOT);
      JsonHttp.answer(response, 200, Map.of("status", now));
    } catch (AuthException refusal) {
      JsonHttp.invalid(response, "email", refusal.detail());
    }
  }

  private User change(User user, UserStatus status) {
    StatusChange change = new StatusChange(status, "changed at the desk", Optional.empty());
    return gatehouse
        .users()
        .changeStatus(user.id(), change, Actor.system("desk"), ClientInfo.none());
  }
}
