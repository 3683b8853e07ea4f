package dev.gatehouse.examples.quickstart;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps other web sites away from the development tools, which ask nobody to log in: a page elsewhere may neither send
 * requests here nor reach them under a name of its own (DNS rebinding).
 */
final class LocalOnly extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String site = request.getHeader("Sec-Fetch-Site");
    if (NAMES.contains(request.getServerName()) && (site == null || OWN.contains(site))) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(403);
    }
  }
}
