package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.Authenticated;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.Endpoint.Handler;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.RecentLogin;
import dev.gatehouse.http.Requirement;
import dev.gatehouse.http.Route;
import java.util.ArrayList;
import java.util.List;

/** All our endpoints: method, path, who may ask, what answers. A new endpoint is one method and one line here. */
public final class EndpointTable {
  private static final Requirement[] EVERYBODY = {};

  private final HttpSettings settings;
  private final List<Endpoint> endpoints = new ArrayList<>();

  private EndpointTable(HttpSettings settings) {
    this.settings = settings;
  }

  /** Returns the endpoints with their full paths. */
  public static List<Endpoint> of(Services services, HttpSettings settings) {
    EndpointTable table = new EndpointTable(settings);
    table.fill(services);
    return List.copyOf(table.endpoints);
  }

  private void fill(Services services) {
    Requirement[] signedIn = {new Authenticated()};
    Requirement[] recent = {new Authenticated(), new RecentLogin(settings.recentLogin())};
    TokenDelivery delivery = new TokenDelivery(settings, services.clock());
    RegistrationEndpoints registration = new RegistrationEndpoints(services.registration());
    LoginEndpoints login = new LoginEndpoints(services, delivery, settings.recentLogin());
    RefreshEndpoints refresh = new RefreshEndpoints(services, delivery);
    SessionEndpoints sessions = new SessionEndpoints(services, delivery);
    PasswordEndpoints password = new PasswordEndpoints(services);
    ProfileEndpoints profile = new ProfileEndpoints(services, delivery);
    JwksEndpoint jwks = new JwksEndpoint(services.jwks());

    add("POST", "/register", EVERYBODY, registration::register);
    add("POST", "/verify-email", EVERYBODY, registration::verifyEmail);
    add("POST", "/verify-email/resend", EVERYBODY, registration::resend);
    add("POST", "/login", EVERYBODY, login::login);
    add("POST", "/login/second-factor", EVERYBODY, login::secondFactor);
    add("POST", "/step-up", signedIn, login::stepUp);
    add("POST", "/refresh", EVERYBODY, refresh::refresh);
    add("POST", "/logout", EVERYBODY, refresh::logout);
    add("GET", "/session", EVERYBODY, profile::session);
    add("GET", "/me", signedIn, profile::me);
    add("PATCH", "/me", signedIn, profile::change);
    add("DELETE", "/me", recent, profile::close);
    add("POST", "/me/password", signedIn, password::change);
    add("POST", "/me/email", recent, profile::requestEmailChange);
    add("POST", "/me/email/confirm", EVERYBODY, profile::confirmEmailChange);
    add("POST", "/me/email/undo", EVERYBODY, profile::undoEmailChange);
    add("GET", "/me/export", recent, profile::export);
    add("POST", "/password/forgot", EVERYBODY, password::forgot);
    add("POST", "/password/reset", EVERYBODY, password::reset);
    add("POST", "/password/check", EVERYBODY, password::check);
    add("GET", "/sessions", signedIn, sessions::list);
    add("DELETE", "/sessions", recent, sessions::endMany);
    add("DELETE", "/sessions/{id}", signedIn, sessions::endOne);
    add("GET", "/.well-known/jwks.json", EVERYBODY, jwks::keys);
  }

  private void add(String method, String path, Requirement[] who, Handler handler) {
    endpoints.add(new Endpoint(Route.of(method, settings.path() + path), List.of(who), handler));
  }
}
