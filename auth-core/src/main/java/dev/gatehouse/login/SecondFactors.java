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
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorVerifier;
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

  private final List<FactorVerifier> verifiers;
  private final OneTimeTokenStore challenges;
  private final RandomSource random;
  private final InstantSource clock;

  SecondFactors(
      List<FactorVerifier> verifiers,
      OneTimeTokenStore challenges,
      RandomSource random,
      InstantSource clock) {
    this.verifiers = List.copyOf(verifiers);
    this.challenges = challenges;
    this.random = random;
    this.clock = clock;
  }

  List<String> enrolled(UserId user) {
    return verifiers.stream()
        .filter(verifier -> verifier.isEnrolled(user))
        .map(FactorVerifier::name)
        .toList();
  }

  LoginResult challenge(User user, Set<String> methods, Set<String> factors) {
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
    return new LoginResult.SecondFactorRequired(challenge, factors, now.plus(LIFETIME));
  }

  /** Returns an open challenge after counting this answer; empty if it is spent, expired, or was answered too often. */
  Optional<OneTimeToken> reserveAnswer(Secret challenge) {
    Instant now = clock.instant();
    return OpaqueToken.digest(PURPOSE.prefix(), challenge)
        .filter(digest -> challenges.reserveAttempt(digest, PURPOSE, ANSWERS, now))
        .flatMap(digest -> challenges.find(digest, PURPOSE))
        .filter(found -> now.isBefore(found.expiresAt()));
  }

  /** Returns the method that was proven, or empty if the proof is wrong or of a factor that is not enrolled. */
  Optional<String> verify(UserId user, FactorProof proof) {
    return verifiers.stream()
        .filter(verifier -> verifier.name().equals(proof.factor()) && verifier.isEnrolled(user))
        .findFirst()
        .filter(verifier -> verifier.verify(user, proof))
        .map(FactorVerifier::method);
  }

  /** Spends the challenge; of concurrent right answers one gets it. */
  boolean consume(OneTimeToken challenge) {
    return challenges.consume(challenge.digest(), PURPOSE, clock.instant()).isPresent();
  }
}
