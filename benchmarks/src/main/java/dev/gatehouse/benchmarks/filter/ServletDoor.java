package dev.gatehouse.benchmarks.filter;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Filters before a servlet that does next to nothing, and Spring's mocks of a container's request and response. */
final class ServletDoor implements Door {
  private static final String COOKIE = "Cookie";
  private static final FilterChain APPLICATION =
      (request, response) -> ((HttpServletResponse) response).setStatus(LET_IN);

  private final ServletContext context;
  private final String header;
  private final List<String> credentials;
  private final FilterChain chain;

  /**
   * Puts filters before the application.
   *
   * @param header where the credential stands; a cookie is written {@code name=value}
   */
  ServletDoor(
      ServletContext context, String header, List<String> credentials, List<Filter> filters) {
    this.context = context;
    this.header = header;
    this.credentials = credentials;
    FilterChain next = APPLICATION;
    for (int i = filters.size() - 1; i >= 0; i--) {
      next = before(next, filters.get(i));
    }
    this.chain = next;
  }

  private static FilterChain before(FilterChain next, Filter filter) {
    return (request, response) -> filter.doFilter(request, response, next);
  }

  @Override
  public List<String> credentials() {
    return credentials;
  }

  @Override
  public int ask(String path, String credential) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(context, "GET", path);
    request.setServletPath(path);
    request.addHeader("User-Agent", "benchmark");
    if (!credential.isEmpty()) {
      attach(request, credential);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    chain.doFilter(request, response);
    return response.getStatus();
  }

  private void attach(MockHttpServletRequest request, String credential) {
    if (header.equals(COOKIE)) {
      int equals = credential.indexOf('=');
      request.setCookies(
          new Cookie(credential.substring(0, equals), credential.substring(equals + 1)));
    } else {
      request.addHeader(header, credential);
    }
  }
}
