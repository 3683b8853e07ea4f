package dev.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sha256;
import dev.gatehouse.token.TokenVerification.Verified;
<<<<<<< HEAD
import java.time.Duration;
=======
import java.nio.charset.StandardCharsets;
>>>>>>> refs/heads/benchmarks
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
<<<<<<< HEAD
  void put(CompactToken token, Verified verified, LoadedKey key) {
    byte[] signed = Arrays.copyOf(token.text(), token.signedLength());
    Digest signature = signature(token.text(), signed.length);
    verdicts.put(signature, new Verdict(signed, verified, key, policy.clockSkew()));
=======
  void put(String token, Verified verified, LoadedKey key) {
    Instant from = verified.claims().issuedAt().minus(policy.clockSkew());
    Instant until = verified.claims().expiresAt().plus(policy.clockSkew());
    int dot = token.lastIndexOf('.');
    String signed = token.substring(0, dot);
    verdicts.put(signature(token, dot), new Verdict(signed, verified, key, from, until));
>>>>>>> refs/heads/benchmarks
  }

  /** Returns the verdict if it still counts; null if the text must be verified anew. */
  @Nullable
  Verified find(String text, Instant now, KeySet keys) {
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

  // Characters beyond Latin-1 become '?', which no genuine signature holds: the digest is that of one
  // text only.
  private Digest signature(String text, int dot) {
    return sha256.digest(text.substring(dot + 1).getBytes(StandardCharsets.ISO_8859_1));
  }

<<<<<<< HEAD
  private static final class Verdict {
    private final byte[] signed;
    private final Verified verified;
    private final LoadedKey key;
    private final Instant from;
    private final Instant until;

    Verdict(byte[] signed, Verified verified, LoadedKey key, Duration clockSkew) {
      this.signed = signed;
      this.verified = verified;
      this.key = key;
      this.from = verified.claims().issuedAt().minus(clockSkew);
      this.until = verified.claims().expiresAt().plus(clockSkew);
    }
  }
=======
  private record Verdict(
      String signed, Verified verified, LoadedKey key, Instant from, Instant until) {}
>>>>>>> refs/heads/benchmarks
}
