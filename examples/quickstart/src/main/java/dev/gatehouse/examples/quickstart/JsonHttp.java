package dev.gatehouse.examples.quickstart;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.http.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON bodies of this application's own endpoints. A real application uses the library of its choice. */
final class JsonHttp {
  private static final int LIMIT = 16 * 1024;

  private JsonHttp() {}

  /** Returns a text member of the request's body, or an empty text if it has none. */
  static String member(HttpServletRequest request, String name) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LIMIT);
    try {
      return Json.read(body).get(name) instanceof String text ? text : "";
    } catch (AuthException notJson) {
      return "";
    }
  }

  static void answer(HttpServletResponse response, int status, Object value) throws IOException {
    write(response, status, "application/json", value);
  }

  /** Refuses the way Gatehouse does: a problem document (RFC 9457) that points at the field. */
  static void invalid(HttpServletResponse response, String field, String detail)
      throws IOException {
    Map<String, Object> error = Map.of("pointer", "/" + field, "detail", detail);
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("status", 422);
    problem.put("code", "validation_failed");
    problem.put("detail", detail);
    problem.put("errors", List.of(error));
    write(response, 422, "application/problem+json", problem);
  }

  private static void write(HttpServletResponse response, int status, String type, Object value)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setCharacterEncoding("utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(Json.write(value));
  }
}
