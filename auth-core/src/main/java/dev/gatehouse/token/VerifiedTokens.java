package dev.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on tokens that passed every check. A token is recognised by all of its characters: the SHA-256 of the last of
 * them, as many as one block takes, finds the verdict, and all before are compared. No bearer token is held: what is
 * hashed is all of an HMAC and 330 bits of any other signature, and the rest opens nothing without them. A verdict counts
 * only within the token's time, and while its key is in the current set, unchanged and alive.
 */
final class VerifiedTokens {
  /** Twice the tokens that are expected in use at once; about 1 KiB each. */
  private static final int MAXIMUM = 32_768;

  /** As many bytes as SHA-256 takes in one block; a second one would double the price of a look-up. */
  private static final int HASHED = 55;

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
    int cut = cut(token);
    String compared = token.substring(0, cut);
    verdicts.put(digest(token, cut), new Verdict(compared, verified, key, from, until));
  }

  /** Returns the verdict if it still counts; null if the text must be verified anew. */
  @Nullable
  TokenVerification find(String text, Instant now, KeySet keys) {
    int cut = cut(text);
    Verdict verdict = verdicts.getIfPresent(digest(text, cut));
    if (verdict == null || !verdict.isOf(text, cut)) {
      return null;
    }
    boolean counts = !now.isBefore(verdict.from)
        && now.isBefore(verdict.until)
        && keys.holds(verdict.key)
        && verdict.key.verifiesAt(now, policy.clockSkew());
    return counts ? verdict.verified : null;
  }

  private static int cut(String text) {
    return Math.max(0, text.length() - HASHED);
  }

  /** Characters beyond Latin-1 become '?', which no genuine token holds: the digest is that of one text only. */
  private Digest digest(String text, int cut) {
    return sha256.digest(text.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
  }

  private record Verdict(
      String compared, TokenVerification verified, LoadedKey key, Instant from, Instant until) {
    /** Asks indexOf, which compares many characters at once; startsWith does so from Java 21 on. */
    boolean isOf(String text, int cut) {
      return compared.length() == cut && text.indexOf(compared) == 0;
    }
  }
}
