package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.Form;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.rbac.GatehousePermissions;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.ServiceToken;
import dev.gatehouse.service.TokenServices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What services ask for: tokens (RFC 6749, 4.4; RFC 8693), what a token is good for (RFC 7662), and its end (RFC 7009).
 * Bodies are forms and refusals are those of OAuth, so that any OAuth client can call.
 */
final class TokenEndpoints {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final TokenServices services;
  private final ClientCredentials clients;
  private final OAuthErrors errors;

  /** Answers a service that has proven who it is. */
  private interface Work {
    HttpResponse answer(Form form, ServiceRecord service);
  }

  TokenEndpoints(TokenServices services, HttpSettings settings) {
    this.services = services;
    this.clients = new ClientCredentials(services);
    this.errors = new OAuthErrors(settings);
  }

  HttpResponse token(Exchange exchange) {
    return answer(exchange, this::grant);
  }

  HttpResponse introspect(Exchange exchange) {
    return answer(exchange, (form, service) -> {
      if (!services.mayIntrospect().test(service.id())) {
        throw new AuthException(
                ErrorCode.PERMISSION_DENIED, "The service may not ask about tokens.")
            .with("permission", GatehousePermissions.TOKENS_INTROSPECT.text());
      }
      return HttpResponse.json(200, services.introspection().inspect(required(form, "token")));
    });
  }

  HttpResponse revoke(Exchange exchange) {
    return answer(exchange, (form, service) -> {
      services.revocation().revoke(required(form, "token"), service.id(), exchange.client());
      return HttpResponse.empty(200);
    });
  }

  private HttpResponse answer(Exchange exchange, Work work) {
    try {
      Form form = exchange.form();
      return work.answer(form, clients.authenticate(exchange, form));
    } catch (AuthException refusal) {
      return errors.answer(refusal);
    }
  }

  private HttpResponse grant(Form form, ServiceRecord service) {
    if (form.text("scope").isPresent()) {
      throw new AuthException(
          ErrorCode.INVALID_SCOPE, "What a service may do is decided by its roles; send no scope.");
    }
    String grant = form.text("grant_type").orElseThrow(() -> missing("grant_type"));
    Optional<String> audience = form.text("audience");
    if (grant.equals("client_credentials")) {
      return granted(services.issuer().issue(service, audience), Map.of());
    }
    if (grant.equals(EXCHANGE)) {
      Secret subject = subject(form);
      return granted(
          services.issuer().issueOnBehalfOf(subject, service, audience),
          Map.of("issued_token_type", ACCESS_TOKEN));
    }
    throw new AuthException(
        ErrorCode.UNSUPPORTED_GRANT_TYPE, "Use client_credentials, or " + EXCHANGE + ".");
  }

  /** The actor of an exchange is the client itself; it cannot be named a second time. */
  private static Secret subject(Form form) {
    boolean accessToken =
        form.text("subject_token_type").filter(ACCESS_TOKEN::equals).isPresent();
    boolean asAccessToken =
        form.text("requested_token_type").map(ACCESS_TOKEN::equals).orElse(true);
    if (!accessToken || !asAccessToken || form.text("actor_token").isPresent()) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST,
          "Exchange a subject_token of type " + ACCESS_TOKEN + " for one of that type,"
              + " without an actor_token.");
    }
    return required(form, "subject_token");
  }

  private static HttpResponse granted(ServiceToken token, Map<String, Object> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", token.token().reveal());
    members.put("token_type", "Bearer");
    members.put("expires_in", token.lifetime().toSeconds());
    members.putAll(more);
    return HttpResponse.json(200, members).with("Pragma", "no-cache");
  }

  private static Secret required(Form form, String name) {
    return form.secret(name).orElseThrow(() -> missing(name));
  }

  private static AuthException missing(String name) {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, "The parameter " + name + " is missing.");
  }
}
