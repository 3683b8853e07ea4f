package dev.gatehouse.token;

import dev.gatehouse.token.TokenVerification.Reason;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.Verified;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The strict front door: everything that is checked of a token before anybody asks whether its bearer lives. */
final class TokenVerifier {
  private final TokenPolicy policy;
  private final VerificationKeys keys;
  private final VerifiedTokens verified;

  TokenVerifier(TokenPolicy policy, VerificationKeys keys) {
    this.policy = policy;
    this.keys = keys;
    this.verified = new VerifiedTokens(policy);
  }

  TokenVerification verify(String compact, Instant now) {
    if (compact.length() > CompactToken.MAXIMUM_LENGTH) {
      return new Rejected(Reason.MALFORMED);
    }
    TokenVerification known = verified.find(compact, now, keys.at(now));
    return known != null ? known : verifyAnew(compact, now);
  }

  private TokenVerification verifyAnew(String compact, Instant now) {
    // Characters beyond Latin-1 become '?', which no token holds.
    byte[] text = compact.getBytes(StandardCharsets.ISO_8859_1);
    CompactToken token = CompactToken.parse(text);
    if (token == null) {
      return new Rejected(Reason.MALFORMED);
    }
    LoadedKey key = keys.verifier(token.header(), now);
    if (key == null) {
      boolean ours = TokenHeader.isOurs(token.header());
      return new Rejected(ours ? Reason.UNKNOWN_KEY : Reason.WRONG_TYPE);
    }
    if (!key.key().verify(text, token.signedLength(), token.signature())) {
      return new Rejected(Reason.BAD_SIGNATURE);
    }
    return judge(compact, token.payload(), key, now);
  }

  private TokenVerification judge(String compact, byte[] payload, LoadedKey key, Instant now) {
    SignedClaims signed;
    try {
      signed = SignedClaims.read(payload);
    } catch (MalformedClaimsException e) {
      return new Rejected(Reason.MALFORMED);
    }
    Reason refusal = refusal(signed, now);
    if (refusal != null) {
      return new Rejected(refusal);
    }
    TokenVerification verdict = verdict(signed.claims());
    verified.put(compact, verdict, signed.claims(), key);
    return verdict;
  }

  private static TokenVerification verdict(TokenClaims claims) {
    return claims instanceof ServiceTokenClaims service
        ? new VerifiedService(service)
        : new Verified((AccessTokenClaims) claims);
  }

  private @Nullable Reason refusal(SignedClaims signed, Instant now) {
    TokenClaims claims = signed.claims();
    if (!signed.issuer().equals(policy.issuer())) {
      return Reason.WRONG_ISSUER;
    }
    // Tokens of services are for many receivers, and each compares with its own name.
    boolean ofService = claims instanceof ServiceTokenClaims;
    if (!ofService && !signed.audience().equals(policy.audience())) {
      return Reason.WRONG_AUDIENCE;
    }
    Duration longest = ofService ? ServiceTokenClaims.LONGEST : policy.lifetime();
    if (claims.lifetime().compareTo(longest) > 0) {
      return Reason.TOO_LONG;
    }
    if (now.isBefore(claims.issuedAt().minus(policy.clockSkew()))) {
      return Reason.NOT_YET_VALID;
    }
    // Last, so that "expired" is said of tokens that were good in every other respect only.
    return now.isBefore(claims.expiresAt().plus(policy.clockSkew())) ? null : Reason.EXPIRED;
  }
}
