package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Json;
import dev.gatehouse.testkit.CapturedMail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Talks to the application the way its users do. Whose credential it is, a person's or a program's, is not said. */
final class Visitor {
  private static final String PASSWORD = "a heron at the mill pond";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final CapturedMail mail;

  Visitor(String url, CapturedMail mail) {
    this.url = url;
    this.mail = mail;
  }

  /** Returns the access token of somebody who has just registered, proven the address and logged in. */
  String registeredAndLoggedIn(String email) throws Exception {
    register(email);
    verify(email);
    return (String) ((Map<?, ?>) json(login(email)).get("tokens")).get("accessToken");
  }

  void register(String email) throws Exception {
    Map<String, Object> body = Map.of("email", email, "password", PASSWORD);
    assertThat(post("/auth/register", "", body).statusCode()).isEqualTo(202);
  }

  HttpResponse<String> verify(String email) throws Exception {
    String token = CapturedMail.token(mail.awaitTo(email));
    return post("/auth/verify-email", "", Map.of("token", token));
  }

  HttpResponse<String> login(String email) throws Exception {
    return post("/auth/login", "", Map.of("login", email, "password", PASSWORD));
  }

  HttpResponse<String> get(String path, String credential) throws Exception {
    return send("GET", path, credential, Map.of());
  }

  HttpResponse<String> post(String path, String credential, Map<String, Object> body)
      throws Exception {
    return send("POST", path, credential, body);
  }

  HttpResponse<String> send(String method, String path, String credential, Map<String, Object> body)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
        .header("Content-Type", "application/json")
        .method(
            method,
            method.equals("GET")
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(Json.write(body)));
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  static Map<String, Object> json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
