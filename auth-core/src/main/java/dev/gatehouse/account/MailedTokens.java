package dev.gatehouse.account;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One-time tokens that travel by mail: made, found, spent, and limited by a cooldown per address. */
public final class MailedTokens {
  private final OneTimeTokenStore tokens;
  private final MailCooldownStore cooldowns;
  private final AccountPolicy policy;
  private final KeyRing keys;
  private final RandomSource random;

  /** Works on the given stores. */
  public MailedTokens(
      OneTimeTokenStore tokens,
      MailCooldownStore cooldowns,
      AccountPolicy policy,
      KeyRing keys,
      RandomSource random) {
    this.tokens = tokens;
    this.cooldowns = cooldowns;
    this.policy = policy;
    this.keys = keys;
    this.random = random;
  }

  /** Takes the right to mail an address; the key is a keyed digest, so that the table names nobody. */
  boolean mayMail(String kind, EmailAddress address, Instant now) {
    byte[] key = keys.mac(
        "mail-cooldown", (kind + ' ' + address.canonical()).getBytes(StandardCharsets.UTF_8));
    return cooldowns.reserve(Digest.wrap(key), policy.mailWaits(), policy.mailForgetAfter(), now);
  }

  /** Makes and stores a token. Without an owner it is nobody's, and costs the database as much as anybody's. */
  Secret issue(
      TokenPurpose purpose,
      Optional<User> owner,
      String target,
      Sealed payload,
      Duration life,
      Instant now) {
    Secret token = OpaqueToken.issue(purpose.prefix(), random);
    tokens.insert(new OneTimeToken(
        Digest.of(token.reveal()),
        purpose,
        Optional.of(owner.map(User::id).orElseGet(this::nobody)),
        target,
        payload,
        owner.map(User::credentialEpoch).orElse(0L),
        0,
        now,
        now.plus(life)));
    return token;
  }

  private UserId nobody() {
    ByteBuffer bytes = ByteBuffer.wrap(random.bytes(2 * Long.BYTES));
    return new UserId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  /**
   * Returns a token that could be spent now.
   *
   * @throws AuthException TOKEN_INVALID or TOKEN_EXPIRED
   */
  OneTimeToken find(TokenPurpose purpose, Secret token, Instant now) {
    return live(
        OpaqueToken.digest(purpose.prefix(), token).flatMap(digest -> tokens.find(digest, purpose)),
        now);
  }

  private static OneTimeToken live(Optional<OneTimeToken> found, Instant now) {
    OneTimeToken token = found.orElseThrow(MailedTokens::invalid);
    if (!now.isBefore(token.expiresAt())) {
      throw new AuthException(ErrorCode.TOKEN_EXPIRED, "This link has expired; ask for a new one.");
    }
    return token;
  }

  /**
   * Spends a token; of concurrent calls one succeeds.
   *
   * @throws AuthException TOKEN_INVALID or TOKEN_EXPIRED
   */
  OneTimeToken consume(TokenPurpose purpose, Secret token, Instant now) {
    Digest digest = OpaqueToken.digest(purpose.prefix(), token).orElseThrow(MailedTokens::invalid);
    return tokens.consume(digest, purpose, now).orElseGet(() -> {
      live(tokens.find(digest, purpose), now);
      throw invalid();
    });
  }

  /** Counts one try of a token that is not yet spent; false once it has seen too many. */
  boolean reserveTry(OneTimeToken token, Instant now) {
    return tokens.reserveAttempt(token.digest(), token.purpose(), 10, now);
  }

  /** Spends every other token of that purpose. */
  void revokeAll(UserId owner, TokenPurpose purpose, Instant now) {
    tokens.revokeAll(owner, purpose, now);
  }

  /** Spends everything that a credential change makes void. */
  void revokeAfterCredentialChange(UserId owner, Instant now) {
    revokeAll(owner, TokenPurpose.RESET_PASSWORD, now);
    revokeAll(owner, TokenPurpose.CHANGE_EMAIL, now);
    revokeAll(owner, TokenPurpose.SECOND_FACTOR, now);
  }

  static AuthException invalid() {
    return new AuthException(
        ErrorCode.TOKEN_INVALID, "This link is not valid, or was used before; ask for a new one.");
  }
}
