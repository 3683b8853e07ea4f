package dev.gatehouse.benchmarks.apikey;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.apikey.ApiKeyVerifier;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Checks 1,024 different keys in turn, each a new String, as a container would hand it over. */
@State(Scope.Benchmark)
public class ApiKeyBenchmark {
  private static final int KEYS = 1_024;
  private static final int OWNERS = 64;
  private static final Actor SETUP = Actor.system("benchmark");
  private static final Permission READ = Permission.parse("invoices:read");
  private static final KeyUse PLAIN = KeyUse.by(new ClientInfo("192.0.2.1", "bench", "r"));
  private static final KeyUse READING = PLAIN.requiring(READ);

  private char[][] keys = {};
  private char[][] junk = {};
  private @Nullable BareLookUp bare;
  private @Nullable ApiKeyVerifier verifier;
  private int next;

  /** Issues the keys, and proves that each is accepted and that a damaged one is not. */
  @Setup
  public void prepare() throws Exception {
    Gatehouse gatehouse = gatehouse(InMemoryStorage.create());
    ApiKeyVerifier judge = gatehouse.apiKeyVerifier();
    List<String> texts = new ArrayList<>();
    InMemoryStorage unused = null;
    for (int i = 0; i < KEYS; i++) {
      texts.add(issue(gatehouse, i));
    }
    keys = texts.stream().map(String::toCharArray).toArray(char[][]::new);
    junk = texts.stream().map(ApiKeyBenchmark::damaged).toArray(char[][]::new);
    for (int i = 0; i < KEYS; i++) {
      require(judge.verify(Secret.of(new String(keys[i])), READING), true);
      require(judge.verify(Secret.of(new String(junk[i])), PLAIN), false);
    }
    bare = new BareLookUp(texts);
    verifier = judge;
  }

  private Gatehouse gatehouse(InMemoryStorage storage) {
    Gatehouse gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(
            Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32))))
        .storage(storage)
        .mailer(message -> {})
        .hashing(defaults -> HashSettings.insecureForTests())
        .permissions(READ.text())
        .role("reader", role -> role.permitting(READ.text()))
        .build();
    return gatehouse;
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
    return bare.find(turn());
  }

  /** The whole check: form, lease, status, expiry, owner, counting. */
  @Benchmark
  public Object check() {
    return verifier.verify(Secret.of(new String(keys[turn()])), PLAIN);
  }

  /** The same, and a permission of key and owner. */
  @Benchmark
  public Object checkWithPermission() {
    return verifier.verify(Secret.of(new String(keys[turn()])), READING);
  }

  /** A key with a typing error. */
  @Benchmark
  public Object junk() {
    return verifier.verify(Secret.of(new String(junk[turn()])), PLAIN);
  }

  private int turn() {
    next = (next + 1) % KEYS;
    return next;
  }
}
