package dev.gatehouse.servlet;

import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.Asker;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.http.GateContext;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.Route;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.session.Authentication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Areas within areas, each with a rule and a servlet of its own: tells which rule decided and which servlet answered. */
final class RoutedApplication implements ServletContainerInitializer {
  /** Who may come in. */
  enum Need {
    NOTHING,
    LOGIN,
    PERMISSION
  }

  /** A rule of the gate and the mapping of the servlet that it is meant for. */
  enum Area {
    SECRETS("/public/secrets/**", "/public/secrets/*", Need.PERMISSION),
    PUBLIC("/public/**", "/public/*", Need.NOTHING),
    TERMS("/admin/terms/**", "/admin/terms/*", Need.NOTHING),
    ADMIN("/admin/**", "/admin/*", Need.PERMISSION),
    ACCOUNT("/account/**", "/account/*", Need.LOGIN),
    EXACT("/exact", "/exact", Need.PERMISSION),
    SUFFIX("/no/path/of/its/own", "*.do", Need.LOGIN),
    REST("/**", "/", Need.LOGIN);

    final String rule;
    final String mapping;
    final Need need;

    Area(String rule, String mapping, Need need) {
      this.rule = rule;
      this.mapping = mapping;
      this.need = need;
    }
  }

  /** Who asks. */
  enum Caller {
    NOBODY(Need.NOTHING),
    SOMEBODY(Need.LOGIN),
    ADMINISTRATOR(Need.PERMISSION);

    /** The most that they meet. */
    final Need meets;

    Caller(Need meets) {
      this.meets = meets;
    }

    String[] headers() {
      return this == NOBODY
          ? new String[0]
          : new String[] {"Authorization: Bearer " + name() + ".x.y"};
    }

    private UserPrincipal principal() {
      return new UserPrincipal(
          new UserId(new UUID(0, ordinal())),
          new SessionId(new UUID(1, ordinal())),
          Set.of("pwd"),
          Instant.EPOCH);
    }
  }

  /** A servlet that was reached, and the path that its container gave it. */
  record Visit(Area area, String path) {}

  private static final Rights RIGHTS = new Rights() {
    @Override
    public boolean allows(Principal caller, Permission permission) {
      return caller.equals(Caller.ADMINISTRATOR.principal());
    }

    @Override
    public boolean hasRole(Principal caller, String role) {
      return false;
    }
  };

  private final AtomicReference<List<Area>> decided = new AtomicReference<>(List.of());
  private final AtomicReference<List<Visit>> visits = new AtomicReference<>(List.of());

  /** Forgets what happened so far. */
  void forget() {
    decided.set(List.of());
    visits.set(List.of());
  }

  /** Returns the areas whose rule decided. */
  List<Area> decided() {
    return decided.get();
  }

  /** Returns the servlets that were reached by a request, not by the container for an error. */
  List<Visit> visits() {
    return visits.get();
  }

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    InstantSource clock = InstantSource.system();
    GatehouseServlet.install(
        context,
        new HttpGate(
            HttpSettings.of(URI.create("https://app.example.com")),
            rules(),
            List::of,
            RoutedApplication::authenticate,
            new GateContext(
                new Guard(RIGHTS, clock, permission -> {}),
                (key, use) -> new Verification.Refused(
                    KeyRefusal.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty()),
                new Ids(clock, RandomSource.secure()),
                denial -> {})));
    for (Area area : Area.values()) {
      context.addServlet(area.name(), new Page(area)).addMapping(area.mapping);
    }
  }

  private RouteRules rules() {
    RouteRules.Builder rules = RouteRules.builder();
    for (Area area : Area.values()) {
      List<Requirement> conditions = new ArrayList<>(List.of(new Noted(area)));
      if (area.need == Need.PERMISSION) {
        conditions.add(PermissionHeld.of("area:enter"));
      } else if (area.need == Need.LOGIN) {
        conditions.add(new Authenticated());
      }
      rules.require(Route.of(area.rule), conditions.toArray(Requirement[]::new));
    }
    return rules.build();
  }

  private static Authentication authenticate(Secret token) {
    for (Caller caller : Caller.values()) {
      if (token.reveal().equals(caller.name() + ".x.y")) {
        return new Authentication.Authenticated(caller.principal());
      }
    }
    return new Authentication.Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty());
  }

  private static <T> List<T> plus(List<T> some, T one) {
    List<T> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }

  /** A condition that everybody meets, and that remembers that it was asked. */
  private final class Noted implements Requirement {
    private final Area area;

    Noted(Area area) {
      this.area = area;
    }

    @Override
    public Optional<AuthException> refusal(Asker asker) {
      decided.updateAndGet(before -> plus(before, area));
      return Optional.empty();
    }

    @Override
    public boolean admits(Principal.Kind kind) {
      return true;
    }
  }

  private final class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Area area;

    Page(Area area) {
      this.area = area;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        String path = request.getServletPath() + Objects.toString(request.getPathInfo(), "");
        visits.updateAndGet(before -> plus(before, new Visit(area, path.isEmpty() ? "/" : path)));
      }
    }
  }
}
