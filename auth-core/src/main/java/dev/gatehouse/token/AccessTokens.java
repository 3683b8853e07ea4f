package dev.gatehouse.token;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.TokenVerification.Reason;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies access tokens: JWTs of type {@code at+jwt} (RFC 9068) in JWS compact form. Safe for use by many
 * threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A token is verified only if it has at most 8 KiB and the one canonical spelling; if its header is, byte for byte,
 * one that a key of ours writes, and that key may have signed now; if the signature is genuine; and if its claims are
 * ours, strict JSON, and current. Nothing in a token is parsed before its signature was found genuine. Nothing of a
 * token is ever logged.
 *
 * <p>A verdict is remembered, so that a repeated token, the same in every byte, costs no signature check;
 * its time and its key are looked at again each time. Refusals are not remembered.
 *
 * <p>What is <em>not</em> checked here: that the session lives, and that the account's epochs are still those of the
 * token.
 *
 * <h2>Boundaries</h2>
 *
 * <p>With {@code skew} the clock skew of the policy, a token is valid from {@code iat - skew} on and until before
 * {@code exp + skew}.
 */
public final class AccessTokens {
  private final TokenPolicy policy;
  private final SigningKeys keys;
  private final InstantSource clock;
  private final Ids ids;
  private final ClaimsWriter writer;
  private final VerifiedTokens verified;

  /** Issues and verifies by the policy. */
  public AccessTokens(TokenPolicy policy, SigningKeys keys, InstantSource clock, Ids ids) {
    this.policy = policy;
    this.keys = keys;
    this.clock = clock;
    this.ids = ids;
    this.writer = new ClaimsWriter(policy);
    this.verified = new VerifiedTokens(policy);
  }

  /** Returns claims that begin now and last as long as the policy says; parts of a second are cut off. */
  public AccessTokenClaims claims(
      UserId subject,
      SessionId session,
      long userEpoch,
      long roleEpoch,
      Set<String> methods,
      Instant authenticatedAt) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new AccessTokenClaims(
        subject,
        session,
        userEpoch,
        roleEpoch,
        methods,
        authenticatedAt.truncatedTo(ChronoUnit.SECONDS),
        now,
        now.plus(policy.lifetime()),
        ids.next().toString());
  }

  /**
   * Signs the claims with the active key.
   *
   * @throws IllegalArgumentException if they last longer than the policy allows
   * @throws dev.gatehouse.storage.StoreException if no key is active and none can be made
   */
  public Secret issue(AccessTokenClaims claims) {
    if (lifetime(claims).compareTo(policy.lifetime()) > 0) {
      throw new IllegalArgumentException(
          "a token lasts at most " + policy.lifetime() + ", not " + lifetime(claims));
    }
    LoadedKey key = keys.signer();
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed = key.header() + '.' + base64.encodeToString(writer.write(claims));
    byte[] signature = key.key().sign(signed.getBytes(StandardCharsets.US_ASCII));
    return Secret.of(signed + '.' + base64.encodeToString(signature));
  }

  /** Tells what a presented token is. Never throws, whatever the text. */
  public TokenVerification verify(String compact) {
    if (compact.length() > CompactToken.MAXIMUM_LENGTH) {
      return new Rejected(Reason.MALFORMED);
    }
    Instant now = clock.instant();
    Verified known = verified.find(compact, now, keys.current(now));
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
    TokenVerification verdict = judge(token.payload(), now);
    if (verdict instanceof Verified genuine) {
      verified.put(compact, genuine, key);
    }
    return verdict;
  }

  private TokenVerification judge(byte[] payload, Instant now) {
    SignedClaims signed;
    try {
      signed = SignedClaims.read(payload);
    } catch (MalformedClaimsException e) {
      return new Rejected(Reason.MALFORMED);
    }
    Reason refusal = refusal(signed, now);
    return refusal == null ? new Verified(signed.claims()) : new Rejected(refusal);
  }

  private @Nullable Reason refusal(SignedClaims signed, Instant now) {
    AccessTokenClaims claims = signed.claims();
    if (!signed.issuer().equals(policy.issuer())) {
      return Reason.WRONG_ISSUER;
    }
    if (!signed.audience().equals(policy.audience())) {
      return Reason.WRONG_AUDIENCE;
    }
    if (lifetime(claims).compareTo(policy.lifetime()) > 0) {
      return Reason.TOO_LONG;
    }
    if (now.isBefore(claims.issuedAt().minus(policy.clockSkew()))) {
      return Reason.NOT_YET_VALID;
    }
    // Last, so that "expired" is said of tokens that were good in every other respect only.
    return now.isBefore(claims.expiresAt().plus(policy.clockSkew())) ? null : Reason.EXPIRED;
  }

  private static Duration lifetime(AccessTokenClaims claims) {
    return Duration.between(claims.issuedAt(), claims.expiresAt());
  }
}
