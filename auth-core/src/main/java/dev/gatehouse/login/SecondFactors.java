package dev.gatehouse.login;

import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The challenge between a right first factor and the second one: opaque, five minutes, five answers, used once. */
final class SecondFactors {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final int ANSWERS = 5;
  private static final TokenPurpose PURPOSE = TokenPurpose.SECOND_FACTOR;

  private final Factors factors;
  private final OneTimeTokenStore challenges;
  private final RandomSource random;
  private final InstantSource clock;

  SecondFactors(
      Factors factors, OneTimeTokenStore challenges, RandomSource random, InstantSource clock) {
    this.factors = factors;
    this.challenges = challenges;
    this.random = random;
    this.clock = clock;
  }

  List<String> enrolled(UserId user) {
    return factors.enrolled(user);
  }

  LoginResult challenge(User user, Set<String> methods, Set<String> enrolled) {
    Instant now = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    Secret challenge = OpaqueToken.issue(PURPOSE.prefix(), random);
    challenges.insert(new OneTimeToken(
        Digest.of(challenge.reveal()),
        PURPOSE,
        Optional.of(user.id()),
        String.join(" ", methods),
        Sealed.nothing(),
        user.credentialEpoch(),
        0,
        now,
        now.plus(LIFETIME)));
    return new LoginResult.SecondFactorRequired(challenge, enrolled, now.plus(LIFETIME));
  }

  /** Returns an open challenge after counting this answer; empty if it is spent, expired, or was answered too often. */
  Optional<OneTimeToken> reserveAnswer(Secret challenge) {
    Instant now = clock.instant();
    return OpaqueToken.digest(PURPOSE.prefix(), challenge)
        .filter(digest -> challenges.reserveAttempt(digest, PURPOSE, ANSWERS, now))
        .flatMap(digest -> challenges.find(digest, PURPOSE))
        .filter(found -> now.isBefore(found.expiresAt()));
  }

  /** Spends the challenge; of concurrent right answers one gets it. */
  boolean consume(OneTimeToken challenge) {
    return challenges.consume(challenge.digest(), PURPOSE, clock.instant()).isPresent();
  }
}
