package dev.gatehouse.spring.test;

import dev.gatehouse.crypto.Secret;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** Adds the token of the test's user to requests without a credential, before the gate looks at them. */
final class TestCallerFilter implements Filter {
  private static final String ACCESS_COOKIE = "gatehouse_access";

  private final TestCaller caller;

  TestCallerFilter(TestCaller caller) {
    this.caller = caller;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Secret> token = caller.accessToken();
    boolean added =
        token.isPresent() && request instanceof HttpServletRequest http && !hasCredential(http);
    chain.doFilter(
        added ? new BearerRequest((HttpServletRequest) request, token.get()) : request, response);
  }

  private static boolean hasCredential(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getHeader("X-Api-Key") != null
        || Stream.ofNullable(request.getCookies())
            .flatMap(Stream::of)
            .map(Cookie::getName)
            .anyMatch(name -> name.endsWith(ACCESS_COOKIE));
  }
}
