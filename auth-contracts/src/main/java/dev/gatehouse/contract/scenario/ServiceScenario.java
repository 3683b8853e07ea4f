package dev.gatehouse.contract.scenario;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.Optional;
import java.util.Set;

/** What the scenarios about services share. */
public interface ServiceScenario extends Scenario {
  /** The name under which every test takes tokens in: the base URL of {@link TestGatehouse}. */
  String HERE = "https://app.example.com";

  /** Another receiver. */
  String ORDERS = "orders";

  /** Who operates services. */
  Actor OPERATOR = Actor.system("operator");

  /** Where services call from. */
  ClientInfo MACHINE = new ClientInfo("192.0.2.50", "Java-http-client/17", "req-9");

  /** Registers a service that may get tokens for this application and for orders. */
  default IssuedSecret registered(TestGatehouse test, String name) {
    return test.gatehouse().services().register(name, Set.of(HERE, ORDERS), OPERATOR, MACHINE);
  }

  /** Proves who a service is. */
  default ServiceRecord proven(TestGatehouse test, IssuedSecret issued) {
    return proven(test, issued.service().id().toString(), issued.secret());
  }

  /** Proves who a service is. */
  default ServiceRecord proven(TestGatehouse test, String id, Secret secret) {
    return test.gatehouse().tokenServices().credentials().authenticate(id, secret, MACHINE);
  }

  /** Returns a new token of a service for itself. */
  default Secret token(TestGatehouse test, IssuedSecret issued, String audience) {
    return test.gatehouse()
        .tokenServices()
        .issuer()
        .issue(proven(test, issued), Optional.of(audience))
        .token();
  }

  /** Returns a new token of a service on behalf of whoever has logged in with these tokens. */
  default Secret onBehalfOf(
      TestGatehouse test, Tokens person, IssuedSecret issued, String audience) {
    return test.gatehouse()
        .tokenServices()
        .issuer()
        .issueOnBehalfOf(person.access(), proven(test, issued), Optional.of(audience))
        .token();
  }

  /** Returns what a token turns out to be here. */
  default Authentication taken(TestGatehouse test, Secret token) {
    return test.gatehouse().serviceAuthenticator().authenticate(token);
  }

  /** Returns the service that a token lets act here. */
  default ServicePrincipal service(TestGatehouse test, Secret token) {
    Authentication result = taken(test, token);
    if (result instanceof Authentication.AuthenticatedService service) {
      return service.principal();
    }
    throw new AssertionError("expected a service, was " + result);
  }
}
