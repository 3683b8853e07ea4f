package dev.gatehouse.http.endpoint;

import static dev.gatehouse.rbac.GatehousePermissions.API_KEYS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.API_KEYS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.LOCKS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.LOCKS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_ASSIGN;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_READ;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.SERVICES_READ;
import static dev.gatehouse.rbac.GatehousePermissions.SERVICES_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.SESSIONS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.SESSIONS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_SECURITY;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_WRITE;

import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.guard.ForItself;
import dev.gatehouse.guard.Match;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.RecentLogin;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.Endpoint.Handler;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.Route;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import java.util.ArrayList;
import java.util.List;

/** All our endpoints: method, path, who may ask, what answers. A new endpoint is one method and one line here. */
public final class EndpointTable {
  private static final Requirement[] EVERYBODY = {};
  private static final String ADMINISTRATION = "/admin/api";

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
    Requirement[] signedIn = {CallerKind.of(Principal.Kind.USER)};
    Requirement[] recent = {
      CallerKind.of(Principal.Kind.USER), new RecentLogin(settings.recentLogin())
    };
    TokenDelivery delivery = new TokenDelivery(settings, services.clock());
    RegistrationEndpoints registration = new RegistrationEndpoints(services.registration());
    DeviceMarks devices = new DeviceMarks(settings, services.locks());
    LoginEndpoints login = new LoginEndpoints(services, delivery, devices, settings.recentLogin());
    UnlockEndpoints unlock = new UnlockEndpoints(services.locks(), devices);
    RefreshEndpoints refresh = new RefreshEndpoints(services, delivery);
    SessionEndpoints sessions = new SessionEndpoints(services, delivery);
    PasswordEndpoints password = new PasswordEndpoints(services, devices);
    ProfileEndpoints profile = new ProfileEndpoints(services, delivery);
    JwksEndpoint jwks = new JwksEndpoint(services.jwks());
    ApiKeyEndpoints keys = new ApiKeyEndpoints(services, settings.recentLogin());
    TokenEndpoints tokens = new TokenEndpoints(services.tokens(), settings);

    add("POST", "/register", EVERYBODY, registration::register);
    add("POST", "/verify-email", EVERYBODY, registration::verifyEmail);
    add("POST", "/verify-email/resend", EVERYBODY, registration::resend);
    add("POST", "/login", EVERYBODY, login::login);
    add("POST", "/login/second-factor", EVERYBODY, login::secondFactor);
    add("POST", "/unlock", EVERYBODY, unlock::unlock);
    add("POST", "/unlock/request", EVERYBODY, unlock::request);
    addWhileEnrolling("POST", "/step-up", signedIn, login::stepUp);
    add("POST", "/refresh", EVERYBODY, refresh::refresh);
    addWhileEnrolling("POST", "/logout", EVERYBODY, refresh::logout);
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
    add("GET", "/api-keys", signedIn, keys::list);
    add("POST", "/api-keys", recent, keys::create);
    add("GET", "/api-keys/{id}", signedIn, keys::get);
    add("PATCH", "/api-keys/{id}", signedIn, keys::change);
    add("DELETE", "/api-keys/{id}", signedIn, keys::revoke);
    add("POST", "/api-keys/{id}/rotate", recent, keys::rotate);
    add("GET", "/.well-known/jwks.json", EVERYBODY, jwks::keys);
    forClients("/token", tokens::token);
    forClients("/introspect", tokens::introspect);
    forClients("/revoke", tokens::revoke);
    secondFactors(services.twoFactor(), signedIn, recent);
    people(services.administration());
    rights(services.administration());
    programs(services.administration());
  }

  private void secondFactors(TwoFactor twoFactor, Requirement[] signedIn, Requirement[] recent) {
    TwoFactorEndpoints factors = new TwoFactorEndpoints(twoFactor);
    TrustedDeviceEndpoints browsers = new TrustedDeviceEndpoints(twoFactor);

    addWhileEnrolling("GET", "/2fa", signedIn, factors::status);
    addWhileEnrolling("POST", "/2fa/totp", recent, factors::begin);
    addWhileEnrolling("POST", "/2fa/totp/confirm", signedIn, factors::confirm);
    add("DELETE", "/2fa/totp", recent, factors::removeAll);
    add("DELETE", "/2fa/totp/{id}", recent, factors::remove);
    add("POST", "/2fa/recovery-codes", recent, factors::regenerate);
    add("GET", "/2fa/trusted-devices", signedIn, browsers::list);
    add("DELETE", "/2fa/trusted-devices", signedIn, browsers::revokeAll);
    add("DELETE", "/2fa/trusted-devices/{id}", signedIn, browsers::revoke);
  }

  private void people(Administration admin) {
    UserAdministrationEndpoints users = new UserAdministrationEndpoints(admin);
    RoleHolderEndpoints roles = new RoleHolderEndpoints(
        admin, exchange -> Subject.user(admin.user(exchange).id()));
    UserSessionEndpoints sessions = new UserSessionEndpoints(admin);
    LockEndpoints locks = new LockEndpoints(admin);

    see("/users", USERS_READ, users::list);
    see("/users/{id}", USERS_READ, users::get);
    change("PATCH", "/users/{id}", USERS_WRITE, users::change);
    change("POST", "/users/{id}/disable", USERS_WRITE, users::disable);
    change("POST", "/users/{id}/enable", USERS_WRITE, users::enable);
    change("POST", "/users/{id}/suspend", USERS_WRITE, users::suspend);
    change("POST", "/users/{id}/unlock", USERS_WRITE, users::unlock);
    change("POST", "/users/{id}/password-reset", USERS_WRITE, users::resetPassword);
    changeAfterLogin("POST", "/users/{id}/two-factor/reset", USERS_SECURITY, users::resetTwoFactor);
    see("/locks", LOCKS_READ, locks::list);
    change("DELETE", "/locks/{id}", LOCKS_WRITE, locks::lift);
    see("/users/{id}/roles", ROLES_READ, roles::list);
    changeAfterLogin("PUT", "/users/{id}/roles", ROLES_ASSIGN, roles::replace);
    changeAfterLogin("POST", "/users/{id}/roles", ROLES_ASSIGN, roles::assign);
    see("/users/{id}/sessions", SESSIONS_READ, sessions::list);
    change("DELETE", "/users/{id}/sessions", SESSIONS_WRITE, sessions::endAll);
    change("DELETE", "/users/{id}/sessions/{sid}", SESSIONS_WRITE, sessions::endOne);
  }

  private void rights(Administration admin) {
    RoleEndpoints roles = new RoleEndpoints(admin);

    see("/roles", ROLES_READ, roles::list);
    see("/roles/{name}", ROLES_READ, roles::get);
    changeAfterLogin("PUT", "/roles/{name}", ROLES_WRITE, roles::put);
    changeAfterLogin("DELETE", "/roles/{name}", ROLES_WRITE, roles::delete);
    see("/permissions", ROLES_READ, roles::permissions);
    see("/users/{id}/access", ROLES_READ, roles::access);
  }

  private void programs(Administration admin) {
    ApiKeyAdministration keys = new ApiKeyAdministration(admin);
    ServiceEndpoints clients = new ServiceEndpoints(admin);
    RoleHolderEndpoints roles = new RoleHolderEndpoints(admin, clients::subject);

    see("/api-keys", API_KEYS_READ, keys::list);
    changeAfterLogin("POST", "/api-keys", API_KEYS_WRITE, keys::create);
    see("/api-keys/{id}", API_KEYS_READ, keys::get);
    changeAfterLogin("PATCH", "/api-keys/{id}", API_KEYS_WRITE, keys::change);
    changeAfterLogin("DELETE", "/api-keys/{id}", API_KEYS_WRITE, keys::revoke);
    changeAfterLogin("POST", "/api-keys/{id}/rotate", API_KEYS_WRITE, keys::rotate);
    changeAfterLogin("POST", "/api-keys/{id}/disable", API_KEYS_WRITE, keys::disable);
    changeAfterLogin("POST", "/api-keys/{id}/enable", API_KEYS_WRITE, keys::enable);
    see("/api-keys/{id}/usage", API_KEYS_READ, keys::usage);
    see("/services", SERVICES_READ, clients::list);
    changeAfterLogin("POST", "/services", SERVICES_WRITE, clients::register);
    changeAfterLogin("PATCH", "/services/{id}", SERVICES_WRITE, clients::change);
    changeAfterLogin("POST", "/services/{id}/rotate-secret", SERVICES_WRITE, clients::rotateSecret);
    changeAfterLogin("POST", "/services/{id}/end-overlap", SERVICES_WRITE, clients::endOverlap);
    changeAfterLogin("POST", "/services/{id}/disable", SERVICES_WRITE, clients::disable);
    changeAfterLogin("POST", "/services/{id}/enable", SERVICES_WRITE, clients::enable);
    changeAfterLogin("DELETE", "/services/{id}", SERVICES_WRITE, clients::delete);
    see("/services/{id}/roles", ROLES_READ, roles::list);
    changeAfterLogin("PUT", "/services/{id}/roles", ROLES_ASSIGN, roles::replace);
    changeAfterLogin("POST", "/services/{id}/roles", ROLES_ASSIGN, roles::assign);
  }

  /** Adds what callers of every kind may see who hold the permission. */
  private void see(String path, Permission permission, Handler handler) {
    add("GET", ADMINISTRATION + path, new Requirement[] {held(permission)}, handler);
  }

  /** Adds what callers of every kind may change who hold the permission and act for themselves. */
  private void change(String method, String path, Permission permission, Handler handler) {
    Requirement[] who = {held(permission), new ForItself()};
    add(method, ADMINISTRATION + path, who, handler);
  }

  /** Adds what people may change who hold the permission and have just proven who they are. */
  private void changeAfterLogin(
      String method, String path, Permission permission, Handler handler) {
    Requirement[] who = {
      CallerKind.of(Principal.Kind.USER), held(permission), new RecentLogin(settings.recentLogin())
    };
    add(method, ADMINISTRATION + path, who, handler);
  }

  private static Requirement held(Permission permission) {
    return new PermissionHeld(List.of(permission), Match.ALL);
  }

  private void forClients(String path, Handler handler) {
    endpoints.add(Endpoint.forClients(Route.of("POST", settings.path() + path), handler));
  }

  private void add(String method, String path, Requirement[] who, Handler handler) {
    endpoints.add(endpoint(method, path, who, handler));
  }

  /** Adds what also people may do who must set up a second factor before anything else. */
  private void addWhileEnrolling(String method, String path, Requirement[] who, Handler handler) {
    endpoints.add(endpoint(method, path, who, handler).whileEnrolling());
  }

  private Endpoint endpoint(String method, String path, Requirement[] who, Handler handler) {
    return new Endpoint(Route.of(method, settings.path() + path), List.of(who), handler);
  }
}
