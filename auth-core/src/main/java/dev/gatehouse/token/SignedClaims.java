package dev.gatehouse.token;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

    private final StrictJson json;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private @Nullable Set<String> methods;

    Members(StrictJson json) {
      this.json = json;
    }

    void read(String name) throws MalformedClaimsException {
      switch (name) {
        case "iss", "aud", "sub", "sid", "jti" -> texts.put(name, json.string());
        case "iat", "exp", "auth_time", "uep", "rep" -> numbers.put(name, json.integer());
        case "amr" -> methods = json.strings();
        case "nbf", "cnf" -> throw new MalformedClaimsException();
        default -> json.skip();
      }
    }

    SignedClaims claims() throws MalformedClaimsException {
      AccessTokenClaims claims = new AccessTokenClaims(
          UserId.parse(required(texts.get("sub"))),
          SessionId.parse(required(texts.get("sid"))),
          required(numbers.get("uep")),
          required(numbers.get("rep")),
          required(methods),
          instant("auth_time"),
          instant("iat"),
          instant("exp"),
          required(texts.get("jti")));
      return new SignedClaims(required(texts.get("iss")), required(texts.get("aud")), claims);
    }

    private Instant instant(String name) throws MalformedClaimsException {
      long seconds = required(numbers.get(name));
      if (seconds >= YEAR_10000) {
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
