package dev.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.token.TokenVerification.Verified;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on tokens that passed every check, under the SHA-256 of header, payload and signature together. It holds no
 * token. A verdict counts only within the token's time and while its key is in the current set, unchanged and alive.
 */
final class VerifiedTokens {
  /** Twice the tokens that are expected in use at once; about 0.5 KiB each. */
  private static final int MAXIMUM = 65_536;

  private final TokenPolicy policy;
  private final Cache<Digest, Verdict> verdicts;

  VerifiedTokens(TokenPolicy policy) {
    this.policy = policy;
    this.verdicts = Caffeine.newBuilder()
        .maximumSize(MAXIMUM)
        .expireAfterWrite(policy.lifetime().plus(policy.clockSkew()))
        .build();
  }

  /** Remembers a token that passed every check just now. */
  void put(Digest token, Verified verified, LoadedKey key) {
    AccessTokenClaims claims = verified.claims();
    Instant from = claims.issuedAt().minus(policy.clockSkew());
    Instant until = claims.expiresAt().plus(policy.clockSkew());
    verdicts.put(token, new Verdict(verified, key, from, until));
  }

  /** Returns the verdict if it still counts; null if the token must be verified anew. */
  @Nullable
  Verified find(Digest token, Instant now, KeySet keys) {
    Verdict verdict = verdicts.getIfPresent(token);
    if (verdict == null) {
      return null;
    }
    boolean counts = !now.isBefore(verdict.from)
        && now.isBefore(verdict.until)
        && keys.holds(verdict.key)
        && verdict.key.verifiesAt(now, policy.clockSkew());
    return counts ? verdict.verified : null;
  }

  private record Verdict(Verified verified, LoadedKey key, Instant from, Instant until) {}
}
