package dev.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on tokens that passed every check. A token is recognised by all of its bytes: the SHA-256 of its signature
 * finds the verdict, and header and payload are compared in full. No bearer token is held: header and payload open
 * nothing without the signature, and that is not here. A verdict counts only within the token's time, and while its
 * key is in the current set, unchanged and alive.
 */
final class VerifiedTokens {
  /** Twice the tokens that are expected in use at once; about 1 KiB each. */
  private static final int MAXIMUM = 32_768;

  private final TokenPolicy policy;
  private final Cache<Digest, Verdict> verdicts;
  private final Sha256 sha256 = new Sha256();

  VerifiedTokens(TokenPolicy policy) {
    this.policy = policy;
    this.verdicts = Caffeine.newBuilder()
        .maximumSize(MAXIMUM)
        .expireAfterWrite(policy.lifetime().plus(policy.clockSkew()))
        .build();
  }

  /** Remembers a token that passed every check just now. */
  void put(String token, TokenVerification verified, TokenClaims claims, LoadedKey key) {
    Instant from = claims.issuedAt().minus(policy.clockSkew());
    Instant until = claims.expiresAt().plus(policy.clockSkew());
    int dot = token.lastIndexOf('.');
    String signed = token.substring(0, dot);
    verdicts.put(signature(token, dot), new Verdict(signed, verified, key, from, until));
  }

  /** Returns the verdict if it still counts; null if the text must be verified anew. */
  @Nullable
  TokenVerification find(String text, Instant now, KeySet keys) {
    int dot = text.lastIndexOf('.');
    Verdict verdict = dot < 0 ? null : verdicts.getIfPresent(signature(text, dot));
    if (verdict == null || verdict.signed.length() != dot || !text.startsWith(verdict.signed)) {
      return null;
    }
    boolean counts = !now.isBefore(verdict.from)
        && now.isBefore(verdict.until)
        && keys.holds(verdict.key)
        && verdict.key.verifiesAt(now, policy.clockSkew());
    return counts ? verdict.verified : null;
  }

  // Characters beyond Latin-1 become '?', which no genuine signature holds: the digest is that of
  // one
  // text only.
  private Digest signature(String text, int dot) {
    return sha256.digest(text.substring(dot + 1).getBytes(StandardCharsets.ISO_8859_1));
  }

  private record Verdict(
      String signed, TokenVerification verified, LoadedKey key, Instant from, Instant until) {}
}
