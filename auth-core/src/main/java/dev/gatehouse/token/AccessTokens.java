package dev.gatehouse.token;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;

/**
 * Issues and verifies access tokens, those of people and those of services: JWTs of type {@code at+jwt} (RFC 9068) in JWS compact form. Safe for use by many
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
 * <p>A token of a service is never taken for one of a person, nor the reverse, whatever its claims say: see
 * {@link ServiceTokenClaims}.
 *
 * <p>What is <em>not</em> checked here: that the session lives, that the account's epochs are still those of the token,
 * and, of a token of a service, for whom it is.
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
  private final TokenVerifier verifier;

  /** Issues and verifies by the policy. */
  public AccessTokens(TokenPolicy policy, SigningKeys keys, InstantSource clock, Ids ids) {
    this.policy = policy;
    this.keys = keys;
    this.clock = clock;
    this.ids = ids;
    this.writer = new ClaimsWriter(policy);
    this.verifier = new TokenVerifier(policy, keys.verification());
  }

  /** Returns the {@code aud} of every token of a person. */
  public String audience() {
    return policy.audience();
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
   * Signs the claims of a person with the active key.
   *
   * @throws IllegalArgumentException if they last longer than the policy allows
   * @throws dev.gatehouse.storage.StoreException if no key is active and none can be made
   */
  public Secret issue(AccessTokenClaims claims) {
    requireShort(claims, policy.lifetime());
    return sign(writer.write(claims));
  }

  /**
   * Signs the claims of a service with the active key.
   *
   * @throws IllegalArgumentException if they last longer than any token of a service may
   * @throws dev.gatehouse.storage.StoreException if no key is active and none can be made
   */
  public Secret issue(ServiceTokenClaims claims) {
    requireShort(claims, ServiceTokenClaims.LONGEST);
    return sign(writer.write(claims));
  }

  private static void requireShort(TokenClaims claims, Duration longest) {
    if (claims.lifetime().compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "a token lasts at most " + longest + ", not " + claims.lifetime());
    }
  }

  private Secret sign(byte[] claims) {
    LoadedKey key = keys.signer();
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed = key.header() + '.' + base64.encodeToString(claims);
    byte[] signature = key.key().sign(signed.getBytes(StandardCharsets.US_ASCII));
    return Secret.of(signed + '.' + base64.encodeToString(signature));
  }

  /** Tells what a presented token is. Never throws, whatever the text. */
  public TokenVerification verify(String compact) {
    return verifier.verify(compact, clock.instant());
  }
}
