package dev.gatehouse.servlet;

import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.http.Cookies;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.GateContext;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.Route;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.session.Authentication;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A host application: open and protected pages that say who they saw, and remember that they were reached. */
final class Application implements ServletContainerInitializer {
  static final UserPrincipal ADA = new UserPrincipal(
      new UserId(new UUID(0, 1)), new SessionId(new UUID(0, 2)), Set.of("pwd"), Instant.EPOCH);
  static final String ADAS_TOKEN = "Authorization: Bearer good.x.y";

  /** Rights of people who have none. */
  private static final Rights NO_RIGHTS = new Rights() {
    @Override
    public boolean allows(Principal caller, Permission permission) {
      return false;
    }

    @Override
    public boolean hasRole(Principal caller, String role) {
      return false;
    }
  };

  /** The names of the pages that were reached. */
  final Queue<String> reached = new ConcurrentLinkedQueue<>();

  private final HttpGate gate;

  private Application(HttpSettings settings, RouteRules rules) {
    InstantSource clock = InstantSource.system();
    gate = new HttpGate(
        settings,
        rules,
        () -> endpoints(settings),
        Application::authenticate,
        new GateContext(
            new Guard(NO_RIGHTS, clock, permission -> {}),
            Application::noKey,
            new Ids(clock, RandomSource.secure()),
            denial -> {}));
  }

  private static Verification noKey(Secret key, KeyUse use) {
    return new Verification.Refused(
        KeyRefusal.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Nothing but the named paths is open. */
  static Application closed() {
    return closed("https://app.example.com");
  }

  static Application closed(String baseUrl) {
    RouteRules rules = RouteRules.builder()
        .permitAll("/public/**")
        .authenticated("/admin/**", "/account/**")
        .build();
    return new Application(HttpSettings.of(URI.create(baseUrl)), rules);
  }

  /** Everything but the protected paths is open: whatever slips past their rules is let in. */
  static Application open() {
    RouteRules rules =
        RouteRules.builder().authenticated("/admin/**").permitAll("/**").build();
    return new Application(HttpSettings.of(URI.create("https://app.example.com")), rules);
  }

  private static Authentication authenticate(Secret token) {
    return token.reveal().equals("good.x.y")
        ? new Authentication.Authenticated(ADA)
        : new Authentication.Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty());
  }

  private static List<Endpoint> endpoints(HttpSettings settings) {
    Cookies cookies = new Cookies(settings);
    return List.of(
        new Endpoint(Route.of("POST", "/auth/login"), List.of(), exchange -> {
          exchange.body().check();
          return HttpResponse.json(200, Map.of("status", "signed_in"))
              .with(cookies.set(
                  Secret.of("gat"), Duration.ofMinutes(10), Secret.of("grt"), Duration.ofDays(14)));
        }),
        new Endpoint(
            Route.of("POST", "/auth/logout"),
            List.of(),
            exchange -> HttpResponse.empty(204).with(cookies.clear())),
        new Endpoint(
            Route.of("GET", "/auth/me"),
            List.of(new Authenticated()),
            exchange ->
                HttpResponse.json(200, Map.of("only", exchange.query("only").orElse("")))));
  }

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    GatehouseServlet.install(context, gate);
    page(context, "admin", (request, response) -> {}, "/admin/*", "/admin");
    page(context, "public", (request, response) -> {}, "/public/*");
    page(context, "account", (request, response) -> {}, "/account/*");
    page(context, "internal", (request, response) -> {}, "/WEB-INF/view");
    page(context, "fallback", (request, response) -> {}, "/");
    page(context, "error", (request, response) -> {}, "/error");
    page(context, "forward", Application::forward, "/public/forward");
    page(context, "include", Application::include, "/public/include");
    page(context, "dispatch", Application::dispatch, "/public/dispatch", "/account/dispatch");
    page(context, "refuse", (request, response) -> response.sendError(418), "/account/refuse");
    page(context, "fail", Application::fail, "/account/fail");
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher(request.getParameter("to")).forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher(request.getParameter("to")).include(request, response);
  }

  private static void dispatch(HttpServletRequest request, HttpServletResponse response) {
    if (request.getDispatcherType() != DispatcherType.ASYNC) {
      AsyncContext async = request.startAsync();
      String target = request.getParameter("to");
      async.start(() -> {
        if (target == null) {
          async.dispatch();
        } else {
          async.dispatch(target);
        }
      });
    }
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response) {
    throw new IllegalStateException("the host failed");
  }

  @FunctionalInterface
  private interface Page {
    void show(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  private void page(ServletContext context, String name, Page page, String... paths) {
    HttpServlet servlet = new HttpServlet() {
      private static final long serialVersionUID = 1L;

      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws ServletException, IOException {
        reached.add(name);
        page.show(request, response);
        if (!request.isAsyncStarted() && !response.isCommitted()) {
          response
              .getOutputStream()
              .print("[" + name + " " + request.getDispatcherType() + " "
                  + request.getRemoteUser() + " " + request.getAuthType() + " "
                  + request.isUserInRole("admin")
                  + " " + GatehouseServlet.client(request).address() + "]");
        }
      }
    };
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(paths);
  }
}
