package dev.gatehouse.benchmarks.apikey;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.apikey.ApiKeyVerifier;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleCacheStatus;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Checks 1,024 different keys in turn, each a new String, as a container would hand it over. */
@State(Scope.Benchmark)
public class ApiKeyBenchmark {
  private static final int KEYS = 1_024;
  private static final int OWNERS = 64;
  /** The hash of some password; nobody logs in. */
  private static final String NOBODYS =
      "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

  private static final Actor SETUP = Actor.system("benchmark");
  private static final Permission READ = Permission.parse("invoices:read");
  private static final KeyUse PLAIN = KeyUse.by(new ClientInfo("192.0.2.1", "bench", "r"));
  private static final KeyUse READING = PLAIN.requiring(READ);

  private char[][] keys = {};
  private char[][] junk = {};
  private IntFunction<Object> bare = key -> key;
  private BiFunction<Secret, KeyUse, Object> verifier = (key, use) -> key;
  private int next;

  /** Issues the keys, and proves that each is accepted, a damaged one not, and that no store is asked about known ones. */
  @Setup
  public void prepare() throws Exception {
    Gatehouse gatehouse = gatehouse();
    ApiKeyVerifier judge = gatehouse.apiKeyVerifier();
    List<String> texts = issue(gatehouse);
    keys = texts.stream().map(String::toCharArray).toArray(char[][]::new);
    junk = texts.stream().map(ApiKeyBenchmark::damaged).toArray(char[][]::new);
    checkAll(judge);
    long asked = storeCalls(gatehouse);
    checkAll(judge);
    if (storeCalls(gatehouse) != asked) {
      throw new IllegalStateException("a key that is known was looked up in the store again");
    }
    bare = new BareLookUp(texts)::find;
    verifier = judge::verify;
  }

  private void checkAll(ApiKeyVerifier judge) {
    for (int i = 0; i < KEYS; i++) {
      require(judge.verify(Secret.of(new String(keys[i])), READING), true);
      require(judge.verify(Secret.of(new String(junk[i])), PLAIN), false);
    }
  }

  private static long storeCalls(Gatehouse gatehouse) {
    RoleCacheStatus roles = gatehouse.access().status();
    return gatehouse.apiKeyVerifier().counts().loads()
        + roles.subjects().loads()
        + roles.graphs().loads();
  }

  private static Gatehouse gatehouse() {
    return Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(
            Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32))))
        .storage(InMemoryStorage.create())
        .mailer(message -> {})
        .hashing(defaults -> HashSettings.insecureForTests())
        .permissions(READ.text())
        .role("reader", role -> role.permitting(READ.text()))
        .build();
  }

  private static List<String> issue(Gatehouse gatehouse) {
    NewApiKey wanted = NewApiKey.named("bench").withPermissions(READ.text());
    List<String> issued = new ArrayList<>();
    for (int owner = 0; owner < OWNERS; owner++) {
      User user = gatehouse
          .users()
          .importUser("u" + owner + "@example.com", "", Locale.ENGLISH, NOBODYS, SETUP);
      Subject subject = Subject.user(user.id());
      gatehouse.roleAssignments().assign(RoleGrant.of(subject, "reader"), SETUP, ClientInfo.none());
      for (int i = 0; i < KEYS / OWNERS; i++) {
        IssuedApiKey key = gatehouse.apiKeys().create(subject, wanted, SETUP, ClientInfo.none());
        issued.add(key.secret().reveal());
      }
    }
    return issued;
  }

  private static char[] damaged(String key) {
    char[] text = key.toCharArray();
    text[20] = text[20] == 'x' ? 'y' : 'x';
    return text;
  }

  private static void require(Verification result, boolean accepted) {
    if (result instanceof Verification.Accepted != accepted) {
      throw new IllegalStateException("expected " + accepted + ", was " + result);
    }
  }

  /** The floor. */
  @Benchmark
  public Object bare() {
    return bare.apply(turn());
  }

  /** The whole check: form, lease, status, expiry, owner, counting. */
  @Benchmark
  public Object check() {
    return verifier.apply(Secret.of(new String(keys[turn()])), PLAIN);
  }

  /** The same, and a permission of key and owner. */
  @Benchmark
  public Object checkWithPermission() {
    return verifier.apply(Secret.of(new String(keys[turn()])), READING);
  }

  /** A key with a typing error. */
  @Benchmark
  public Object junk() {
    return verifier.apply(Secret.of(new String(junk[turn()])), PLAIN);
  }

  private int turn() {
    next = (next + 1) % KEYS;
    return next;
  }
}
