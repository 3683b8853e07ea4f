package dev.gatehouse.examples.services;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.service.client.TokenSource;
import dev.gatehouse.service.client.TokenUnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Answers a person with what orders says: about them on their behalf, and about its stock for this service itself. */
final class ReportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String BEARER = "Bearer ";

  private final transient HttpClient http = HttpClient.newHttpClient();
  private final transient TokenSource orders;
  private final URI ordersUrl;

  ReportServlet(TokenSource orders, URI ordersUrl) {
    this.orders = orders;
    this.ordersUrl = ordersUrl;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String field = String.valueOf(request.getHeader("Authorization"));
    // The gate has verified the token. Here a person is needed, and the token itself to act on
    // their behalf.
    if (!(request.getUserPrincipal() instanceof UserPrincipal) || !field.startsWith(BEARER)) {
      write(response, 403, "{\"error\":\"a person, with a bearer token\"}");
      return;
    }
    Secret person = Secret.of(field.substring(BEARER.length()));
    try {
      String theirs = get(orders.onBehalfOf(person), "/orders");
      String stock = get(orders, "/stock");
      write(response, 200, "{\"orders\":" + theirs + ",\"stock\":" + stock + "}");
    } catch (IOException | TokenUnavailableException e) {
      write(response, 502, "{\"error\":\"orders cannot be asked\"}");
    }
  }

  private String get(TokenSource tokens, String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(ordersUrl.resolve(path))
        .timeout(Reports.PATIENCE)
        .build();
    try {
      HttpResponse<String> answer = tokens.send(http, request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("orders answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static void write(HttpServletResponse response, int status, String json)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(json);
  }
}
