package dev.gatehouse.token;

import static dev.gatehouse.token.SignedClaims.required;

import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a claims object, gathered one by one, and then read as the claims of a person or of a service. */
final class ClaimMembers {
  private static final long YEAR_10000 = 253_402_300_800L;
  private static final long ABSENT = -1;

  private final StrictJson json;
  private @Nullable String issuer;
  private @Nullable String audience;
  private @Nullable String subject;
  private @Nullable String session;
  private @Nullable String id;
  private @Nullable Set<String> methods;
  private @Nullable String client;
  private @Nullable String clientName;
  private @Nullable String actor;
  private long issuedAt = ABSENT;
  private long expiresAt = ABSENT;
  private long authenticatedAt = ABSENT;
  private long userEpoch = ABSENT;
  private long roleEpoch = ABSENT;
  private long serviceEpoch = ABSENT;

  ClaimMembers(StrictJson json) {
    this.json = json;
  }

  void read(String name) throws MalformedClaimsException {
    switch (name) {
      case "iss" -> issuer = json.string();
      case "aud" -> audience = json.string();
      case "sub" -> subject = json.string();
      case "sid" -> session = json.string();
      case "jti" -> id = json.string();
      case "iat" -> issuedAt = json.integer();
      case "exp" -> expiresAt = json.integer();
      case "auth_time" -> authenticatedAt = json.integer();
      case "uep" -> userEpoch = json.integer();
      case "rep" -> roleEpoch = json.integer();
      case "amr" -> methods = json.strings();
      case "client_id" -> client = json.string();
      case "client_name" -> clientName = json.string();
      case "sep" -> serviceEpoch = json.integer();
      case "act" -> json.object(this::readActor);
      case "nbf", "cnf" -> throw new MalformedClaimsException();
      default -> json.skip();
    }
  }

  /** An actor is one service and nothing beside it: what is not understood here must not be ignored. */
  private void readActor(String name) throws MalformedClaimsException {
    if (!name.equals("sub")) {
      throw new MalformedClaimsException();
    }
    actor = json.string();
  }

  SignedClaims claims() throws MalformedClaimsException {
    boolean ofService =
        client != null || clientName != null || actor != null || serviceEpoch != ABSENT;
    TokenClaims claims = ofService ? serviceClaims() : userClaims();
    return new SignedClaims(required(issuer), required(audience), claims);
  }

  private AccessTokenClaims userClaims() throws MalformedClaimsException {
    // Absent epochs are negative, and refused by the record.
    return new AccessTokenClaims(
        UserId.parse(required(subject)),
        SessionId.parse(required(session)),
        userEpoch,
        roleEpoch,
        required(methods),
        instant(authenticatedAt),
        instant(issuedAt),
        instant(expiresAt),
        required(id));
  }

  private ServiceTokenClaims serviceClaims() throws MalformedClaimsException {
    if (methods != null || authenticatedAt != ABSENT || roleEpoch != ABSENT) {
      throw new MalformedClaimsException();
    }
    ServiceId service = ServiceId.parse(required(client));
    return new ServiceTokenClaims(
        service,
        required(clientName),
        serviceEpoch,
        required(audience),
        onBehalfOf(service),
        instant(issuedAt),
        instant(expiresAt),
        required(id));
  }

  private Optional<OnBehalfOf> onBehalfOf(ServiceId service) throws MalformedClaimsException {
    boolean forItself = actor == null && session == null && userEpoch == ABSENT;
    String self = forItself ? subject : actor;
    if (!service.toString().equals(self)) {
      throw new MalformedClaimsException();
    }
    return forItself
        ? Optional.empty()
        : Optional.of(new OnBehalfOf(
            UserId.parse(required(subject)), SessionId.parse(required(session)), userEpoch));
  }

  private static Instant instant(long seconds) throws MalformedClaimsException {
    if (seconds < 0 || seconds >= YEAR_10000) {
      throw new MalformedClaimsException();
    }
    return Instant.ofEpochSecond(seconds);
  }
}
