package dev.gatehouse.examples.quickstart;

import dev.gatehouse.examples.quickstart.Notes.Note;
import dev.gatehouse.principal.UserPrincipal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The feature that this application is about. It contains no authentication: the rule in {@link Fieldnotes} lets
 * people through who are logged in and nobody else, and {@link HttpServletRequest#getUserPrincipal()} says who it is.
 */
final class NotesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 2_000;

  private final transient Notes notes;

  NotesServlet(Notes notes) {
    this.notes = notes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    UserPrincipal user = (UserPrincipal) request.getUserPrincipal();
    try {
      switch (request.getMethod()) {
        case "GET" -> list(user, response);
        case "POST" -> add(user, request, response);
        case "DELETE" -> remove(user, request, response);
        default -> response.setStatus(405);
      }
    } catch (SQLException e) {
      throw new ServletException("the notes are out of reach", e);
    }
  }

  private void list(UserPrincipal user, HttpServletResponse response)
      throws SQLException, IOException {
    List<Map<String, Object>> list =
        notes.of(user.getName()).stream().map(NotesServlet::view).toList();
    JsonHttp.answer(response, 200, Map.of("principal", user.toString(), "notes", list));
  }

  private static Map<String, Object> view(Note note) {
    return Map.of("id", note.id(), "text", note.text(), "createdAt", note.createdAt());
  }

  private void add(UserPrincipal user, HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException {
    String text = JsonHttp.member(request, "text").strip();
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      JsonHttp.invalid(response, "text", "A note has 1 to 2000 characters.");
      return;
    }
    notes.add(user.getName(), text);
    JsonHttp.answer(response, 201, Map.of("status", "kept"));
  }

  private void remove(UserPrincipal user, HttpServletRequest request, HttpServletResponse response)
      throws SQLException {
    String id = request.getRequestURI().substring("/notes".length());
    boolean removed =
        id.matches("/[0-9]{1,18}") && notes.remove(Long.parseLong(id.substring(1)), user.getName());
    response.setStatus(removed ? 204 : 404);
  }
}
