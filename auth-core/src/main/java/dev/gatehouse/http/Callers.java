package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.http.CrossSite.Verdict;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.Refused;
import java.util.Optional;
import java.util.function.Function;

/** Finds out who asks, and whether they may. */
final class Callers {
  private final Credentials credentials;
  private final Cookies cookies;
  private final CrossSite crossSite;
  private final Function<Secret, Authentication> authenticator;
  private final Refusals refusals;
  private final KeyCallers keys;
  private final GateContext context;

  Callers(
      Credentials credentials,
      Cookies cookies,
      CrossSite crossSite,
      Function<Secret, Authentication> authenticator,
      GateContext context) {
    this.credentials = credentials;
    this.cookies = cookies;
    this.crossSite = crossSite;
    this.authenticator = authenticator;
    this.refusals = new Refusals(context.denials());
    this.keys = new KeyCallers(context, refusals);
    this.context = context;
  }

  /** Returns the caller of a route of the host, if they meet all conditions. */
  Admitted decide(HttpRequest request, ClientInfo client, Demand demand, Toll toll) {
    Optional<Credential> credential = credentials.of(request);
    if (CrossSite.isUnsafe(request) && cookies.access(request).isPresent()) {
      checkOrigin(request, client, crossSite.judge(request) == Verdict.OWN);
    }
    return admit(credential, client, demand, toll);
  }

  /**
   * Returns the caller of one of our endpoints, if they meet all conditions. There a foreign page is refused also
   * without a cookie: it could log its victim in as somebody else.
   */
  Admitted decideOwn(HttpRequest request, ClientInfo client, Demand demand, Toll toll) {
    Optional<Credential> credential = credentials.of(request);
    if (CrossSite.isUnsafe(request) && !credentials.areExplicit(request)) {
      Verdict verdict = crossSite.judge(request);
      boolean quiet = verdict == Verdict.UNKNOWN && !cookies.areSent(request);
      checkOrigin(request, client, verdict == Verdict.OWN || quiet);
    }
    return admit(credential, client, demand, toll);
  }

  private void checkOrigin(HttpRequest request, ClientInfo client, boolean allowed) {
    if (!allowed) {
      String origin = String.join(" ", request.headers("Origin"));
      context
          .denials()
          .accept(EventDraft.of(EventType.CROSS_SITE_BLOCKED, client)
              .refused(ErrorCode.CROSS_SITE_REQUEST_BLOCKED.code())
              .with("origin", origin.substring(0, Math.min(origin.length(), 200))));
      throw new AuthException(
          ErrorCode.CROSS_SITE_REQUEST_BLOCKED,
          "Send the request from a page of this application, or with an Authorization header.");
    }
  }

  /** Returns nobody, if their address may ask. */
  Principal unknown(Toll toll) {
    return charged(Admitted.of(new AnonymousPrincipal()), toll).principal();
  }

  private Admitted admit(
      Optional<Credential> credential, ClientInfo client, Demand demand, Toll toll) {
    if (credential.orElse(null) instanceof Credential.ApiKey presented) {
      return keys.admit(presented.key(), client, demand, toll);
    }
    Optional<Authentication> authentication = credential.map(this::authenticate);
    Principal caller = authentication
        .map(outcome -> principal(outcome, demand))
        .orElseGet(AnonymousPrincipal::new);
    Optional<AuthException> refusal = context.guard().refusal(caller, demand.requirements());
    if (refusal.isPresent()) {
      AuthException why = authentication.flatMap(Callers::whyNot).orElse(refusal.get());
      throw refusals.reported(caller, client, demand, why);
    }
    return charged(Admitted.of(caller), toll);
  }

  /** Counts the request of a caller who meets all other conditions. */
  static Admitted charged(Admitted admitted, Toll toll) {
    Optional<AuthException> refusal = toll.charge(admitted.principal());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return admitted;
  }

  private Authentication authenticate(Credential credential) {
    return credential instanceof Credential.AccessToken presented
        ? authenticator.apply(presented.token())
        : new Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty());
  }

  private static Principal principal(Authentication authentication, Demand demand) {
    if (authentication instanceof Authentication.MustEnrol person && demand.whileEnrolling()) {
      return person.principal();
    }
    if (authentication instanceof Authentication.Authenticated user) {
      return user.principal();
    }
    return authentication instanceof Authentication.AuthenticatedService service
        ? service.principal()
        : new AnonymousPrincipal();
  }

  /** Returns why the credential was refused: it tells the client more than that some credential is missing. */
  private static Optional<AuthException> whyNot(Authentication authentication) {
    if (authentication instanceof Authentication.MustEnrol) {
      return Optional.of(new AuthException(
          ErrorCode.FACTOR_ENROLMENT_REQUIRED, "Set up an authenticator app first, at /2fa/totp."));
    }
    if (!(authentication instanceof Refused no)) {
      return Optional.empty();
    }
    AuthException refusal = new AuthException(no.code(), no.code().title() + ".");
    return Optional.of(
        no.reason().map(end -> refusal.with("reason", end.code())).orElse(refusal));
  }
}
