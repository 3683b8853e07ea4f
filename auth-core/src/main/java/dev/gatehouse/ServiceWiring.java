package dev.gatehouse;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.rbac.GatehousePermissions;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.service.Introspection;
import dev.gatehouse.service.IssuedTokens;
import dev.gatehouse.service.Revocation;
import dev.gatehouse.service.ServiceAccess;
import dev.gatehouse.service.ServiceAuthenticator;
import dev.gatehouse.service.ServiceCredentials;
import dev.gatehouse.service.TokenIssuer;
import dev.gatehouse.service.TokenServices;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.RefreshTokens;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.session.SessionTokens;
import dev.gatehouse.token.AccessTokens;

/** Joins the parts that tell who a service is and give it tokens. */
final class ServiceWiring {
  /** More services than one application has. */
  private static final int LEASED_SERVICES = 10_000;

  private final Configuration configuration;
  private final AccessTokens accessTokens;
  private final Authenticator people;
  private final Surroundings around;
  private final IssuedTokens issued;
  private final ServiceAuthenticator authenticator;

  ServiceWiring(
      Configuration configuration,
      AccessTokens accessTokens,
      Authenticator people,
      Surroundings around) {
    this.configuration = configuration;
    this.accessTokens = accessTokens;
    this.people = people;
    this.around = around;
    this.issued = new IssuedTokens(around.events());
    this.authenticator = new ServiceAuthenticator(
        accessTokens,
        people,
        configuration.storage().services(),
        new LeaseCache<>(LEASED_SERVICES, configuration.services().lease(), configuration.clock()),
        around.invalidations(),
        configuration.services().audience());
  }

  IssuedTokens issued() {
    return issued;
  }

  ServiceAuthenticator authenticator() {
    return authenticator;
  }

  TokenServices tokens(RoleAccess access, SessionTokens sessionTokens, SessionService sessions) {
    Storage storage = configuration.storage();
    ServiceAccess serviceAccess = new ServiceAccess(access);
    RefreshTokens refreshTokens =
        new RefreshTokens(storage.sessions(), sessionTokens, configuration.clock());
    return new TokenServices(
        new ServiceCredentials(storage.services(), around.events(), configuration.clock()),
        new TokenIssuer(
            accessTokens,
            people,
            configuration.services(),
            issued,
            configuration.clock(),
            around.ids()),
        new Introspection(
            accessTokens,
            people,
            authenticator,
            refreshTokens,
            configuration.tokens().issuer()),
        new Revocation(accessTokens, refreshTokens, sessions, storage.services(), around),
        service -> serviceAccess.allows(service, GatehousePermissions.TOKENS_INTROSPECT));
  }
}
