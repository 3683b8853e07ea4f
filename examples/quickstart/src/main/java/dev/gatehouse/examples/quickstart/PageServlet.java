package dev.gatehouse.examples.quickstart;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * Serves the page and its assets, and nothing else. The links in mails lead to the same page: what they are good for
 * stands behind the #, which a browser never sends, and nothing happens before somebody presses a button.
 */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Where the page answers: at the root, and where the mails' links lead. */
  static final List<String> PATHS = List.of(
      "/",
      "/verify-email",
      "/reset-password",
      "/change-email",
      "/undo-email-change",
      "/login",
      "/forgot-password");

  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
      + " img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self';"
      + " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "svg", "image/svg+xml");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    String file = PATHS.contains(path) ? "/index.html" : path;
    try (InputStream content = PageServlet.class.getResourceAsStream("/page" + file)) {
      // The names of the files are the only ones that can be asked for: no folder, no way up.
      if (content == null || !file.matches("/(assets/)?[a-z]+\\.[a-z]+")) {
        response.setStatus(404);
        return;
      }
      response.setContentType(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("Cache-Control", "no-cache");
      content.transferTo(response.getOutputStream());
    }
  }
}
