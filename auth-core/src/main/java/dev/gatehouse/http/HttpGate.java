package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.Closed;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.RoleHeld;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.GateResult.Proceed;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.session.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The one door of an application: every request passes it, and what no rule opens stays shut.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>The order is fixed: client address, path, limits of the address, rule, credential, origin,
 * principal, decision, limits of the caller. A path that can be read in
 * two ways is refused before any rule sees it; a request without a rule is refused whoever asks; a broken backend lets
 * nobody in. On a route open to everybody a credential that is not valid counts as none, but a broken backend is
 * reported, never taken for "signed out". Safe for use by many threads.
 */
public final class HttpGate {
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  private static final Set<String> NEVER = Set.of("TRACE", "TRACK", "CONNECT");
  private static final Demand NO_RULE =
      new Demand("no rule", List.of(new Authenticated(), new Closed()));

  private final AccessMatrix matrix;
  private final Guard guard;
  private final RouteRules rules;
  private final EndpointIndex endpoints;
  private final PathTemplate ownPaths;
  private final int maxBodyBytes;
  private final Clients clients;
  private final RequestLimits limits;
  private final Callers callers;
  private final Cors cors;
  private final Problems problems;
  private final Refusals refusals;

  /**
   * Joins the parts.
   *
   * @param endpoints makes our own routes, with their full paths; asked once, when the first of them is
   * @param authenticator turns an access token into its session's owner, or into a service
   * @throws IllegalArgumentException if a rule of the host lies where our endpoints are
   */
  public HttpGate(
      HttpSettings settings,
      RouteRules rules,
      Supplier<List<Endpoint>> endpoints,
      Function<Secret, Authentication> authenticator,
      GateContext context) {
    Origins origins = new Origins(settings);
    Cookies cookies = new Cookies(settings);
    Route own = Route.of(settings.path() + "/**");
    for (Route route : rules.routes()) {
      if (own.covers(route)) {
        throw new IllegalArgumentException("the rule for \"" + route + "\" would never decide:"
            + " paths below " + settings.path() + " belong to Gatehouse");
      }
    }
    rules.rules().forEach(rule -> context.guard().requireDeclared(rule.demand().requirements()));
    this.guard = context.guard();
    this.rules = rules;
    this.endpoints = new EndpointIndex(endpoints);
    this.matrix = new AccessMatrix(this.endpoints, rules);
    this.ownPaths = PathTemplate.parse(own.path());
    this.maxBodyBytes = settings.maxBodyBytes();
    this.clients = new Clients(new ClientAddress(settings), context.ids());
    this.limits = context.limits();
    this.callers = new Callers(
        new Credentials(cookies), cookies, new CrossSite(origins), authenticator, context);
    this.cors = new Cors(origins);
    this.problems = new Problems(new Challenges(settings));
    this.refusals = new Refusals(context.denials());
  }

  /** Returns how many requests were refused with 503 because a backend did not answer, since the start of this node. */
  public long storeFailures() {
    return problems.storeFailures();
  }

  /** Puts our own endpoints together, which the first request to one of them would wait for. */
  public void warmUp() {
    var unused = endpoints.all();
  }

  /** Returns who may ask for what. */
  public AccessMatrix matrix() {
    return matrix;
  }

  /**
   * Returns what is asked of a caller on a route of the host or of ours, and which of it they meet now. Answers "why 403?"
   * for whoever may look into it; decides and reports nothing.
   *
   * @param path decoded, as a container hands it over, for example {@code /invoices/7}
   */
  public AccessTrace explain(String method, String path, Principal caller) {
    Demand demand = demand(method, PathTemplate.segments(path));
    return new AccessTrace(
        demand.route(),
        demand.requirements().stream()
            .map(asked ->
                new AccessTrace.Check(asked.toString(), guard.refusal(caller, List.of(asked))))
            .toList());
  }

  private Demand demand(String method, List<String> path) {
    if (!ownPaths.fits(path)) {
      return rules.find(method, path).orElse(NO_RULE);
    }
    return demand(endpoints.find(method, path).endpoint());
  }

  private static Demand demand(Endpoint endpoint) {
    return new Demand(
        endpoint.route().toString(), endpoint.requirements(), endpoint.isWhileEnrolling());
  }

  /** Decides one request; never throws for anything a client or a backend does. */
  public GateResult handle(HttpRequest request) {
    ClientInfo client = clients.of(request);
    Toll toll = limits.toll(client);
    try {
      PathGuard.check(request);
      checkMethod(request);
      List<String> path = PathTemplate.segments(request.path());
      return ownPaths.fits(path)
          ? new Answer(own(request, client, path, toll))
          : host(request, client, path, toll);
    } catch (RuntimeException failure) {
      HttpResponse problem = problems.of(failure, client.requestId());
      return new Answer(finish(request, client, problem.with(toll.headers())));
    }
  }

  /**
   * Answers what the host's own code threw as the gate answers its own failures, for example the refusal of a
   * {@link Guard}.
   */
  public HttpResponse answer(RuntimeException failure, ClientInfo client) {
    return problems.of(failure, client.requestId());
  }

  /**
   * Writes down that the host's own code turned somebody away, as refusals of routes are: if the gate knows them and they lack
   * a right. Never blocks.
   *
   * @param place what refused, for example a class and its method
   */
  public void report(AuthException refusal, Principal caller, ClientInfo client, String place) {
    var unused = refusals.reported(caller, client, new Demand(place, List.of()), refusal);
  }

  /**
   * Tells whether a caller has a role now; nobody has one who has not proven who they are.
   *
   * @throws dev.gatehouse.storage.StoreException if the roles cannot be asked
   */
  public boolean hasRole(Principal caller, String role) {
    return guard.refusal(caller, List.of(RoleHeld.of(role))).isEmpty();
  }

  private static void checkMethod(HttpRequest request) {
    String method = request.method();
    if (!METHOD.matcher(method).matches() || NEVER.contains(method)) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST, "Requests of this method are not served.");
    }
  }

  private GateResult host(HttpRequest request, ClientInfo client, List<String> path, Toll toll) {
    toll.enter(request, path);
    Demand demand = rules.find(request.method(), path).orElse(NO_RULE);
    Admitted admitted = callers.decide(request, client, demand, toll);
    List<Header> headers = new ArrayList<>(admitted.headers());
    headers.addAll(toll.headers());
    headers.add(requestId(client));
    return new Proceed(admitted.principal(), client, headers);
  }

  private HttpResponse own(HttpRequest request, ClientInfo client, List<String> path, Toll toll) {
    HttpResponse response;
    try {
      toll.enter(request, path);
      response = answer(request, client, path, toll);
    } catch (RuntimeException failure) {
      response = problems.of(failure, client.requestId());
      if (response.status() == ErrorCode.METHOD_NOT_ALLOWED.status()) {
        response = response.with("Allow", String.join(", ", endpoints.methods(path)));
      }
    }
    return finish(request, client, response.with(toll.headers()).with(cors.headers(request)));
  }

  private HttpResponse answer(
      HttpRequest request, ClientInfo client, List<String> path, Toll toll) {
    if (request.method().equals("OPTIONS")) {
      return HttpResponse.empty(204).with(cors.preflight(request, endpoints.methods(path)));
    }
    EndpointIndex.Match match = endpoints.find(request.method(), path);
    Endpoint endpoint = match.endpoint();
    return endpoint
        .handler()
        .handle(new Exchange(
            request,
            client,
            caller(endpoint, request, client, toll),
            match.variables(),
            maxBodyBytes));
  }

  private Principal caller(Endpoint endpoint, HttpRequest request, ClientInfo client, Toll toll) {
    return endpoint.forClients()
        ? callers.unknown(toll)
        : callers.decideOwn(request, client, demand(endpoint), toll).principal();
  }

  private static HttpResponse finish(
      HttpRequest request, ClientInfo client, HttpResponse response) {
    HttpResponse complete = response.with(List.of(requestId(client)));
    return request.method().equals("HEAD") ? complete.withoutBody() : complete;
  }

  private static Header requestId(ClientInfo client) {
    return new Header("X-Request-Id", client.requestId());
  }
}
