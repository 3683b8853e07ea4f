package dev.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.token.TokenVerification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

  VerifiedTokens(TokenPolicy policy) {
    this.policy = policy;
    this.verdicts = Caffeine.newBuilder()
        .maximumSize(MAXIMUM)
        .expireAfterWrite(policy.lifetime().plus(policy.clockSkew()))
        .build();
  }

  /** Remembers a token that passed every check just now. */
  void put(CompactToken token, Verified verified, LoadedKey key) {
    byte[] signed = Arrays.copyOf(token.text(), token.signedLength());
    Digest signature = signature(token.text(), signed.length);
    verdicts.put(signature, new Verdict(signed, verified, key, policy.clockSkew()));
  }

  /** Returns the verdict if it still counts; null if the text must be verified anew. */
  @Nullable
  Verified find(byte[] text, Instant now, KeySet keys) {
    int dot = lastDot(text);
    Verdict verdict = dot < 0 ? null : verdicts.getIfPresent(signature(text, dot));
    if (verdict == null || !Arrays.equals(verdict.signed, 0, verdict.signed.length, text, 0, dot)) {
      return null;
    }
    boolean counts = !now.isBefore(verdict.from)
        && now.isBefore(verdict.until)
        && keys.holds(verdict.key)
        && verdict.key.verifiesAt(now, policy.clockSkew());
    return counts ? verdict.verified : null;
  }

  private static Digest signature(byte[] text, int dot) {
    return Digest.of(Arrays.copyOfRange(text, dot + 1, text.length));
  }

  private static int lastDot(byte[] text) {
    int at = text.length - 1;
    while (at >= 0 && text[at] != '.') {
      at--;
    }
    return at;
  }

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
}
