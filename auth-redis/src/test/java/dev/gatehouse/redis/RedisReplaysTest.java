package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.ReplayStoreContract;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisReplaysTest implements ReplayStoreContract {
  private static final String SINCE = "gatehouse:used:{0}:since";

  @RegisterExtension
  static final TestRedis REDIS = new TestRedis();

  @BeforeEach
  void rememberingForADay() {
    remembersSince(present().minus(Duration.ofDays(1)));
  }

  @AfterEach
  void keepEverything() {
    limitMemory("0", "noeviction");
  }

  private static void remembersSince(Instant since) {
    set(SINCE, since.toEpochMilli() + " " + run());
  }

  private static String run() {
    String server = REDIS.look(commands -> commands.info("server"));
    return server.replaceAll("(?s).*run_id:(\\w+).*", "$1");
  }

  private static void set(String key, String value) {
    String done = REDIS.look(commands -> commands.set(key, value));
    assertThat(done).isEqualTo("OK");
  }

  private static long millisLeft(String key) {
    return REDIS.look(commands -> commands.pttl(key));
  }

  private static void limitMemory(String most, String policy) {
    assertThat(REDIS.server().command("CONFIG SET maxmemory-policy " + policy)).isEqualTo("+OK");
    assertThat(REDIS.server().command("CONFIG SET maxmemory " + most)).isEqualTo("+OK");
  }

  @Override
  public List<ReplayStore> replays() {
    return List.of(REDIS.node().replays(), REDIS.node().replays());
  }

  private ReplayStore store() {
    return replays().get(0);
  }

  private boolean use(ReplayStore store, Digest id, Instant issuedAt) {
    Instant now = present();
    return store.claim(id, issuedAt, now.plus(MINUTE), now);
  }

  /** Returns why a use was refused, or nothing. */
  private String refusal(ReplayStore store, Digest id, Instant issuedAt) {
    try {
      return use(store, id, issuedAt) ? "" : "used before";
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  @DisplayName("S2S-04 after Redis was emptied ids from before are refused, and new ones are not")
  void emptied() {
    ReplayStore store = store();
    Digest captured = ReplayStoreContract.newId();
    Instant issued = present();
    assertThat(use(store, captured, issued)).isTrue();
    String done = REDIS.look(RedisCommands::flushall);
    assertThat(done).isEqualTo("OK");
    assertThatThrownBy(() -> use(store, captured, issued)).isInstanceOf(StoreException.class);
    // What is issued when clocks agree on it was never here before.
    assertThat(use(store, ReplayStoreContract.newId(), present().plus(MINUTE).plusSeconds(5)))
        .isTrue();
    assertThatThrownBy(() -> use(store, captured, issued)).isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("S2S-04 a server that is started again has forgotten, and says so")
  void startedAgain() {
    try (RedisServer own = RedisServer.start()) {
      RedisSettings settings = RedisSettings.of(own.url()).withTimeout(Duration.ofSeconds(5));
      Redis redis = REDIS.node(unused -> settings);
      Digest captured = ReplayStoreContract.newId();
      Instant issued = present();
      assertThat(use(redis.replays(), captured, issued.plus(Duration.ofMinutes(2))))
          .isTrue();
      own.killHard();
      assertThatThrownBy(() -> use(redis.replays(), captured, issued))
          .isInstanceOf(StoreException.class);
      own.startAgain();
      awaitTrue(() -> refusal(redis.replays(), captured, issued).contains("cannot tell"));
    }
  }

  @Test
  @DisplayName(
      "S2S-04 CFG-05 a replica that takes over may lack the last use, and refuses what was issued before")
  void failedOver() {
    try (RedisServer replica =
        RedisServer.start("replicaof 127.0.0.1 " + REDIS.server().port())) {
      ReplayStore store = store();
      Digest replicated = ReplayStoreContract.newId();
      Instant issued = present();
      assertThat(use(store, replicated, issued)).isTrue();
      awaitTrue(() -> replica.command("GET " + SINCE).startsWith("$5"));
      assertThat(replica.command("REPLICAOF NO ONE")).isEqualTo("+OK");
      RedisSettings settings = RedisSettings.of(replica.url()).withTimeout(Duration.ofSeconds(5));
      ReplayStore promoted = REDIS.node(unused -> settings).replays();
      // It is not known to the replica, as if it had been used in the second that was lost.
      Digest lost = ReplayStoreContract.newId();
      awaitTrue(() -> refusal(promoted, lost, issued).contains("cannot tell"));
      assertThat(refusal(promoted, replicated, issued)).isNotEmpty();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("it never came about").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  @DisplayName("S2S-04 an instant that a clock noted ahead, or somebody else, is none")
  void foreignInstant() {
    ReplayStore store = store();
    remembersSince(present().plus(Duration.ofDays(365)));
    assertThatThrownBy(() -> use(store, ReplayStoreContract.newId(), present()))
        .isInstanceOf(StoreException.class);
    String since = REDIS.look(commands -> commands.get(SINCE));
    assertThat(Instant.ofEpochMilli(Long.parseLong(since.split(" ")[0])))
        .isBefore(present().plusSeconds(60));
    for (String foreign :
        List.of("", "1", "-1 " + run(), "nan", "1e3 " + run(), "{}", "1 " + "0".repeat(40))) {
      set(SINCE, foreign);
      assertThatThrownBy(() -> use(store, ReplayStoreContract.newId(), present()))
          .as(foreign)
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  @DisplayName("DPOP-04 when memory is full a use is refused, and nothing that is live is dropped")
  void full() {
    ReplayStore store = store();
    Digest captured = ReplayStoreContract.newId();
    Instant issued = present();
    assertThat(use(store, captured, issued)).isTrue();
    limitMemory("1mb", "noeviction");
    assertThatThrownBy(() -> use(store, ReplayStoreContract.newId(), issued))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("OOM");
    assertThat(refusal(store, captured, issued)).isNotEmpty();
    limitMemory("0", "noeviction");
    assertThat(use(store, captured, issued)).isFalse();
  }

  @ParameterizedTest
  @DisplayName("DPOP-04 CFG-05 a server that drops keys when its memory is full is none:")
  @ValueSource(strings = {"allkeys-lru", "allkeys-random", "volatile-lru", "volatile-ttl"})
  void evicting(String policy) {
    ReplayStore store = store();
    limitMemory("1gb", policy);
    assertThatThrownBy(() -> use(store, ReplayStoreContract.newId(), present()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("noeviction");
    limitMemory("1gb", "noeviction");
    assertThat(use(store, ReplayStoreContract.newId(), present())).isTrue();
  }

  @Test
  @DisplayName(
      "S2S-04 an entry is over when the caller's clock and that of Redis say so, and ends by itself then")
  void everyEntryEndsByItself() {
    ReplayStore store = store();
    Instant now = present();
    Duration hour = Duration.ofHours(1);
    assertThat(millisLeft(store, now, now.plus(MINUTE))).isBetween(30_000L, 60_002L);
    // Redis runs an hour behind the caller, and an hour ahead of it.
    assertThat(millisLeft(store, now.plus(hour), now.plus(hour).plus(MINUTE)))
        .isBetween(hour.plus(MINUTE).toMillis() - 30_000, hour.plus(MINUTE).toMillis() + 2);
    assertThat(millisLeft(store, now.minus(hour), now.minus(hour).plus(MINUTE)))
        .isBetween(30_000L, 60_002L);
    assertThat(millisLeft(SINCE)).isPositive();
  }

  private static long millisLeft(ReplayStore store, Instant now, Instant keptUntil) {
    List<String> before = REDIS.look(commands -> commands.keys("gatehouse:used:*"));
    assertThat(store.claim(ReplayStoreContract.newId(), now, keptUntil, now)).isTrue();
    List<String> after = REDIS.look(commands -> commands.keys("gatehouse:used:*"));
    after.removeAll(before);
    assertThat(after).hasSize(1);
    return millisLeft(after.get(0));
  }

  @Test
  @DisplayName("S2S-04 what stands under the name of an id for another reason is no permission")
  void foreignEntry() {
    ReplayStore store = store();
    Digest id = ReplayStoreContract.newId();
    assertThat(use(store, id, present())).isTrue();
    String key = REDIS.look(commands -> commands.keys("gatehouse:used:*")).stream()
        .filter(name -> !name.equals(SINCE))
        .filter(name ->
            name.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(id.bytes())))
        .findFirst()
        .orElseThrow();
    for (String foreign : List.of("", "0", "false")) {
      set(key, foreign);
      assertThat(use(store, id, present())).as(foreign).isFalse();
    }
    long length = REDIS.look(commands -> commands.del(key) + commands.lpush(key, "x"));
    assertThat(length).isEqualTo(2);
    assertThatThrownBy(() -> use(store, id, present())).isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("S2S-04 a server that hangs refuses within the timeout")
  void hung() {
    ReplayStore store =
        REDIS.node(settings -> settings.withTimeout(Duration.ofMillis(200))).replays();
    try {
      REDIS.server().freeze();
      assertThatThrownBy(() -> use(store, ReplayStoreContract.newId(), present()))
          .isInstanceOf(StoreException.class);
    } finally {
      REDIS.server().thaw();
    }
  }

  @Test
  @DisplayName("RL-04 a server that forgot the script is sent it again")
  void theScriptIsSentAgain() {
    ReplayStore store = store();
    Digest id = ReplayStoreContract.newId();
    assertThat(use(store, id, present())).isTrue();
    String done = REDIS.look(RedisCommands::scriptFlush);
    assertThat(done).isEqualTo("OK");
    assertThat(use(store, id, present())).isFalse();
  }
}
