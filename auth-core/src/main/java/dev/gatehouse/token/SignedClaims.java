package dev.gatehouse.token;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature is genuine, as they stand there. All claims that we write must be there, with
 * their types. {@code nbf} and {@code cnf} are refused: they would restrict the token in a way that is not checked
 * here. Other claims are skipped as data, whatever their names.
 */
record SignedClaims(String issuer, String audience, AccessTokenClaims claims) {

  static SignedClaims read(byte[] payload) throws MalformedClaimsException {
    try {
      StrictJson json = StrictJson.of(payload);
      Members members = new Members(json);
      json.object(members::read);
      json.end();
      return members.claims();
    } catch (IllegalArgumentException e) {
      // Thrown by the ids and by the record, which check their own grammar.
      throw new MalformedClaimsException();
    }
  }

  private static final class Members {
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final long ABSENT = -1;

    private final StrictJson json;
    private @Nullable String issuer;
    private @Nullable String audience;
    private @Nullable String subject;
    private @Nullable String session;
    private @Nullable String id;
    private @Nullable Set<String> methods;
    private long issuedAt = ABSENT;
    private long expiresAt = ABSENT;
    private long authenticatedAt = ABSENT;
    private long userEpoch = ABSENT;
    private long roleEpoch = ABSENT;

    Members(StrictJson json) {
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
        case "nbf", "cnf" -> throw new MalformedClaimsException();
        default -> json.skip();
      }
    }

    SignedClaims claims() throws MalformedClaimsException {
      // Absent epochs are negative, and refused by the record.
      AccessTokenClaims claims = new AccessTokenClaims(
          UserId.parse(required(subject)),
          SessionId.parse(required(session)),
          userEpoch,
          roleEpoch,
          required(methods),
          instant(authenticatedAt),
          instant(issuedAt),
          instant(expiresAt),
          required(id));
      return new SignedClaims(required(issuer), required(audience), claims);
    }

    private static Instant instant(long seconds) throws MalformedClaimsException {
      if (seconds < 0 || seconds >= YEAR_10000) {
        throw new MalformedClaimsException();
      }
      return Instant.ofEpochSecond(seconds);
    }

    private static <T> T required(@Nullable T value) throws MalformedClaimsException {
      if (value == null) {
        throw new MalformedClaimsException();
      }
      return value;
    }
  }
}
