package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.Verified;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** One node of an application, with everything that tokens need. */
final class Node {
  static final Secret SECRET = Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  static final String ISSUER = "https://app.example.com";
  static final String AUDIENCE = "api";

  final List<EventDraft> events = Collections.synchronizedList(new ArrayList<>());
  final RandomSource random = RandomSource.secure();
  final KeyRing ring;
  final Ids ids;
  final TokenPolicy policy;
  final SigningKeys keys;
  final AccessTokens tokens;

  Node(SigningKeyStore store, Wire wire, InstantSource clock, TokenPolicy policy, KeyRing ring) {
    KeyBackend backend = new KeyBackend(store, new AtOnce(), wire.connect(), events::add);
    this.ring = ring;
    this.ids = new Ids(clock, random);
    this.policy = policy;
    this.keys = new SigningKeys(backend, ring, random, clock, policy);
    this.tokens = new AccessTokens(policy, keys, clock, ids);
  }

  Node(SigningKeyStore store, Wire wire, InstantSource clock, TokenPolicy policy) {
    this(store, wire, clock, policy, ring(SECRET));
  }

  static Node alone(InstantSource clock, TokenAlgorithm algorithm) {
    ListKeyStore store = new ListKeyStore();
    if (algorithm == TokenAlgorithm.PS256) {
      store.plant(rsaKey(clock.instant()));
    }
    return new Node(store, new Wire(), clock, policy(algorithm));
  }

  static KeyRing ring(Secret current, Secret... previous) {
    return new KeyRing(current, List.of(previous), RandomSource.secure());
  }

  static TokenPolicy policy(TokenAlgorithm algorithm) {
    TokenPolicy standard = TokenPolicy.standard(ISSUER, AUDIENCE);
    return new TokenPolicy(
        ISSUER,
        AUDIENCE,
        algorithm,
        standard.lifetime(),
        standard.clockSkew(),
        standard.keyLifetime());
  }

  AccessTokenClaims claims() {
    return tokens.claims(
        new UserId(ids.next()),
        new SessionId(ids.next()),
        7,
        3,
        Set.of("pwd", "otp"),
        Instant.parse("2026-11-22T11:59:00Z"));
  }

  String issue() {
    return tokens.issue(claims()).reveal();
  }

  /** Returns the reason of the refusal, or "verified". */
  String outcome(String token) {
    TokenVerification outcome = tokens.verify(token);
    return outcome instanceof Rejected rejected ? rejected.reason().name() : "verified";
  }

  boolean accepts(String token) {
    return tokens.verify(token) instanceof Verified;
  }

  void assertRefused(String... refused) {
    assertThat(refused).noneMatch(this::accepts);
  }

  /** A stored key like those that nodes make themselves, but for the search for its primes. */
  static SigningKeyRecord rsaKey(Instant now) {
    try {
      PublicJsonWebKey jwk = TestRsa.key(TestRsa.P, TestRsa.Q, RsaPssKey.EXPONENT);
      jwk.setKeyId("rsa");
      jwk.setUse("sig");
      jwk.setAlgorithm(TokenAlgorithm.PS256.jws());
      byte[] json = jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE).getBytes(StandardCharsets.UTF_8);
      return new SigningKeyRecord(
          "rsa",
          TokenAlgorithm.PS256,
          jwk.toJson(OutputControlLevel.PUBLIC_ONLY),
          ring(SECRET).seal("signing-key", "rsa", json),
          now,
          now.minusSeconds(60),
          now.plus(Duration.ofDays(90)),
          now.plus(Duration.ofDays(91)));
    } catch (GeneralSecurityException | JoseException e) {
      throw new AssertionError(e);
    }
  }
}
