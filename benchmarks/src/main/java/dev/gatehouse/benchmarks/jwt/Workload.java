package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.KeyBackend;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeys;
import dev.gatehouse.token.TokenAlgorithm;
import dev.gatehouse.token.TokenPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** 1,024 access tokens that Gatehouse issued with one key, and what it takes to verify them. */
final class Workload {
  static final String ISSUER = "https://app.example.com";
  static final String AUDIENCE = "https://app.example.com";
  static final int TOKENS = 1_024;

  private final InstantSource clock = InstantSource.system();
  private final RandomSource random = RandomSource.secure();
  private final Ids ids = new Ids(clock, random);
  private final InMemoryStorage storage = InMemoryStorage.create();
  private final TokenPolicy policy;
  private final KeyRing ring;
  private final SigningKeys keys;
  private final List<Token> tokens;

  Workload(TokenAlgorithm algorithm) {
    TokenPolicy standard = TokenPolicy.standard(ISSUER, AUDIENCE);
    this.policy = new TokenPolicy(
        ISSUER,
        AUDIENCE,
        algorithm,
        standard.lifetime(),
        standard.clockSkew(),
        standard.keyLifetime());
    String secret = Base64.getEncoder().encodeToString(random.bytes(32));
    this.ring = new KeyRing(Secret.of(secret), List.of(), random);
    KeyBackend backend = new KeyBackend(
        storage.signingKeys(), storage.transactions(), storage.invalidations(), event -> {});
    this.keys = new SigningKeys(backend, ring, random, clock, policy);
    AccessTokens issuer = gatehouse();
    this.tokens = Stream.generate(() -> issue(issuer)).limit(TOKENS).toList();
  }

  TokenAlgorithm algorithm() {
    return policy.algorithm();
  }

  List<Token> tokens() {
    return tokens;
  }

  /** Returns a Gatehouse that has not seen any token yet. */
  AccessTokens gatehouse() {
    return new AccessTokens(policy, keys, clock, ids);
  }

  /** Returns the key that the peers need: the public half, or the secret of HS256. */
  JsonWebKey key() throws JoseException {
    SigningKeyRecord stored = keys.list().get(0);
    if (algorithm() != TokenAlgorithm.HS256) {
      return JsonWebKey.Factory.newJwk(stored.publicJwk());
    }
    byte[] opened =
        ring.open("signing-key", stored.kid(), stored.sealedPrivate()).orElseThrow();
    return JsonWebKey.Factory.newJwk(new String(opened, StandardCharsets.UTF_8));
  }

  private Token issue(AccessTokens issuer) {
    UserId user = new UserId(ids.next());
    SessionId session = new SessionId(ids.next());
    var claims = issuer.claims(user, session, 1, 1, Set.of("pwd"), Instant.now());
    return Token.of(issuer.issue(claims).reveal());
  }
}
