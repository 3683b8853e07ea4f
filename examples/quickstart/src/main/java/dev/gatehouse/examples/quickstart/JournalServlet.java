package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.examples.quickstart.Journal.Entry;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.UserPrincipal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The journal that people and programs write together. It asks nobody what they may do: the rules in {@link Fieldnotes}
 * demand {@code journal:read} to read and {@code journal:write} to write, of people and of API keys alike.
 */
final class JournalServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 2_000;

  private final transient Journal journal;
  private final transient Gatehouse gatehouse;

  JournalServlet(Journal journal, Gatehouse gatehouse) {
    this.journal = journal;
    this.gatehouse = gatehouse;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      List<Map<String, Object>> entries =
          journal.newest().stream().map(JournalServlet::view).toList();
      JsonHttp.answer(response, 200, Map.of("entries", entries));
    } catch (SQLException e) {
      throw new ServletException("the journal is out of reach", e);
    }
  }

  private static Map<String, Object> view(Entry entry) {
    return Map.of(
        "author", entry.author(),
        "byline", entry.byline(),
        "text", entry.text(),
        "createdAt", entry.createdAt());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String text = JsonHttp.member(request, "text").strip();
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      JsonHttp.invalid(response, "text", "An entry has 1 to 2000 characters.");
      return;
    }
    Principal author = request.getUserPrincipal();
    try {
      journal.add(author.getName(), byline(author), text);
    } catch (SQLException e) {
      throw new ServletException("the journal is out of reach", e);
    }
    JsonHttp.answer(response, 201, Map.of("status", "published"));
  }

  /** A person goes by their name, a program by the name of its key. Nobody's address is published. */
  private String byline(Principal author) {
    if (author instanceof ApiKeyPrincipal key) {
      return gatehouse
          .apiKeys()
          .find(key.keyId())
          .map(found -> found.settings().name())
          .orElse("");
    }
    return author instanceof UserPrincipal user
        ? gatehouse.users().find(user.userId()).map(User::name).orElse("")
        : "";
  }
}
