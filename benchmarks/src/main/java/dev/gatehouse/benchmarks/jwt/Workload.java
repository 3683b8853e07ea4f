package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.stack.Accounts;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult.SignedIn;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.ThrottlePolicy;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.TokenAlgorithm;
import dev.gatehouse.token.TokenPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** A Gatehouse in memory, the access tokens of 1,024 logins, all signed by one key, and that key for the peers. */
public final class Workload {
  static final String ISSUER = "https://app.example.com";
  static final String AUDIENCE = ISSUER;
  static final int TOKENS = 1_024;

  private final RandomSource random = RandomSource.secure();
  private final InMemoryStorage storage = InMemoryStorage.create();
  private final Secret secret = Secret.of(Base64.getEncoder().encodeToString(random.bytes(32)));
  private final TokenPolicy policy;
  private final Gatehouse gatehouse;
  private final List<Token> tokens;

  /** Starts a Gatehouse that signs with this algorithm, and logs everybody in. */
  public Workload(TokenAlgorithm algorithm) {
    this(algorithm, builder -> builder);
  }

  /** Starts one that is set up further. */
  public Workload(TokenAlgorithm algorithm, UnaryOperator<GatehouseBuilder> setUp) {
    this.policy = new TokenPolicy(
        ISSUER,
        AUDIENCE,
        algorithm,
        Duration.ofMinutes(60),
        TokenPolicy.DEFAULT_CLOCK_SKEW,
        TokenPolicy.DEFAULT_KEY_LIFETIME);
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl(ISSUER)
        .secret(secret)
        .storage(storage)
        .throttle(ThrottlePolicy::off)
        .mailer(message -> {})
        .hashing(defaults -> HashSettings.insecureForTests())
        .tokens(defaults -> policy);
    this.gatehouse = setUp.apply(builder).build();
    this.tokens = logins();
  }

  private List<Token> logins() {
    Secret password = Secret.of("correct horse battery staple");
    PasswordHash hash = gatehouse.passwordHasher().hash(password);
    Accounts accounts = new Accounts(storage);
    List<Token> issued = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      String email = "user" + i + "@example.com";
      accounts.add(email, UserStatus.ACTIVE, hash);
      var result = gatehouse.logins().password(email, password, "", ClientInfo.none());
      if (!(result instanceof SignedIn signedIn)) {
        throw new IllegalStateException("a login failed: " + result);
      }
      issued.add(Token.of(signedIn.tokens().access().reveal()));
    }
    return issued;
  }

  TokenAlgorithm algorithm() {
    return policy.algorithm();
  }

  /** Returns the tokens, one of each login. */
  public List<Token> tokens() {
    return tokens;
  }

  /** Returns the Gatehouse. */
  public Gatehouse gatehouse() {
    return gatehouse;
  }

  /** Returns a verifier with the keys of the Gatehouse that has not seen any token yet. */
  AccessTokens accessTokens() {
    InstantSource clock = InstantSource.system();
    return new AccessTokens(policy, gatehouse.signingKeys(), clock, new Ids(clock, random));
  }

  /** Returns the key that the peers need: the public half, or the secret of HS256. */
  public JsonWebKey key() throws JoseException {
    SigningKeyRecord stored = gatehouse.signingKeys().list().get(0);
    if (algorithm() != TokenAlgorithm.HS256) {
      return JsonWebKey.Factory.newJwk(stored.publicJwk());
    }
    byte[] opened = new KeyRing(secret, List.of(), random)
        .open("signing-key", stored.kid(), stored.sealedPrivate())
        .orElseThrow();
    return JsonWebKey.Factory.newJwk(new String(opened, StandardCharsets.UTF_8));
  }
}
