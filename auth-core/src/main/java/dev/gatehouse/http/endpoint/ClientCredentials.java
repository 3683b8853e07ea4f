package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.BasicCredentials;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.Form;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.TokenServices;
import java.util.List;
import java.util.Optional;

/** Finds out which service asks: by the Basic scheme or by two members of the form, never by both (RFC 6749, 2.3). */
final class ClientCredentials {
  private static final List<String> SECRET_PARAMETERS =
      List.of("client_id", "client_secret", "token", "subject_token", "grant_type");

  private final TokenServices services;

  ClientCredentials(TokenServices services) {
    this.services = services;
  }

  ServiceRecord authenticate(Exchange exchange, Form form) {
    // URLs end up in logs.
    if (SECRET_PARAMETERS.stream().anyMatch(name -> exchange.query(name).isPresent())) {
      throw malformed("Send the parameters in the body, not in the URL.");
    }
    Optional<BasicCredentials> basic = BasicCredentials.of(exchange.request());
    Optional<String> id = form.text("client_id");
    Optional<Secret> secret = form.secret("client_secret");
    if (form.text("client_assertion").isPresent()) {
      throw malformed("Client assertions are not supported; use the client secret.");
    }
    if (basic.isPresent()) {
      boolean sameId = id.map(basic.get().id()::equals).orElse(true);
      if (secret.isPresent() || !sameId) {
        throw malformed("Authenticate in one way: the Authorization header or the form.");
      }
      return services
          .credentials()
          .authenticate(basic.get().id(), basic.get().secret(), exchange.client());
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new AuthException(
          ErrorCode.INVALID_CLIENT, "Send the client id and the client secret.");
    }
    return services.credentials().authenticate(id.get(), secret.get(), exchange.client());
  }

  private static AuthException malformed(String detail) {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, detail);
  }
}
