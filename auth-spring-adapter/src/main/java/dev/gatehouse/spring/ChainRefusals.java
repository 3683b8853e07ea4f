package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.servlet.GatehouseServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers what a chain refuses as the gate answers its own refusals; written here, because /error may be refused, too. */
final class ChainRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final Gatehouse gatehouse;

  ChainRefusals(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    AuthException nobody = gatehouse
        .guard()
        .refusal(new AnonymousPrincipal(), List.of(new Authenticated()))
        .orElseThrow();
    answer(nobody, request, response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    AuthException refusal = why instanceof CsrfException
        ? new AuthException(
            ErrorCode.CROSS_SITE_REQUEST_BLOCKED,
            "The CSRF token of this application is missing or wrong.")
        : new AuthException(
            ErrorCode.PERMISSION_DENIED, "The rules of this application do not allow it.");
    answer(refusal, request, response);
  }

  private void answer(
      AuthException refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      GatehouseServlet.answer(
          gatehouse.http().answer(refusal, GatehouseServlet.client(request)), response);
    }
  }
}
