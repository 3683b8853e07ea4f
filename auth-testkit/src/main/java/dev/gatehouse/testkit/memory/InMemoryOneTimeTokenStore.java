package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model of {@link OneTimeTokenStore}: a spent token is no longer there. */
final class InMemoryOneTimeTokenStore implements OneTimeTokenStore {
  private final Memory memory;
  private final Table<Digest, OneTimeToken> unspent;

  InMemoryOneTimeTokenStore(Memory memory) {
    this.memory = memory;
    this.unspent = new Table<>(memory);
  }

  @Override
  public void insert(OneTimeToken token) {
    memory.run(() -> {
      if (unspent.get(token.digest()).isPresent()) {
        throw new StoreException("there is a one-time token with that digest");
      }
      unspent.put(token.digest(), token);
    });
  }

  @Override
  public Optional<OneTimeToken> find(Digest digest, TokenPurpose purpose) {
    return memory.call(() -> unspent.get(digest).filter(token -> token.purpose() == purpose));
  }

  @Override
  public Optional<OneTimeToken> consume(Digest digest, TokenPurpose purpose, Instant now) {
    return memory.call(() -> {
      Optional<OneTimeToken> token = current(digest, purpose, now);
      token.ifPresent(spent -> unspent.remove(digest));
      return token;
    });
  }

  @Override
  public boolean reserveAttempt(Digest digest, TokenPurpose purpose, int limit, Instant now) {
    return memory.call(() -> {
      Optional<OneTimeToken> token =
          current(digest, purpose, now).filter(found -> found.attempts() < limit);
      token.ifPresent(found -> unspent.put(digest, oneMoreAttempt(found)));
      return token.isPresent();
    });
  }

  @Override
  public int revokeAll(UserId user, TokenPurpose purpose, Instant now) {
    return memory.call(() -> {
      List<OneTimeToken> revoked = unspent.where(
          token -> token.user().equals(Optional.of(user)) && token.purpose() == purpose);
      revoked.forEach(token -> unspent.remove(token.digest()));
      return revoked.size();
    });
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return memory.call(
        () -> unspent.removeWhere(token -> token.expiresAt().isBefore(cutoff), limit));
  }

  /** Tells whether an account has a token that could still be spent. */
  boolean isAwaited(UserId user, Instant now) {
    return !unspent
        .where(token -> token.user().equals(Optional.of(user)) && now.isBefore(token.expiresAt()))
        .isEmpty();
  }

  void deleteAll(UserId user) {
    unspent
        .where(token -> token.user().equals(Optional.of(user)))
        .forEach(token -> unspent.remove(token.digest()));
  }

  private Optional<OneTimeToken> current(Digest digest, TokenPurpose purpose, Instant now) {
    return find(digest, purpose).filter(token -> now.isBefore(token.expiresAt()));
  }

  private static OneTimeToken oneMoreAttempt(OneTimeToken token) {
    return new OneTimeToken(
        token.digest(),
        token.purpose(),
        token.user(),
        token.target(),
        token.payload(),
        token.credentialEpoch(),
        token.attempts() + 1,
        token.createdAt(),
        token.expiresAt());
  }
}
