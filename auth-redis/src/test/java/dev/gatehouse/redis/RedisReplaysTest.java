package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.contract.ReplayStoreContract;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
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
    remembersSince(REDIS.server(), since);
  }

  private static void remembersSince(RedisServer server, Instant since) {
    String done =
        TestRedis.look(server, commands -> commands.set(SINCE, Since.text(commands, since)));
    assertThat(done).isEqualTo("OK");
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
    // A minute later there are ids again that cannot have been here before.
    remembersSince(present().minus(MINUTE).minusSeconds(1));
    assertThat(use(store, ReplayStoreContract.newId(), present())).isTrue();
    assertThat(refusal(store, captured, issued.minusSeconds(30))).contains("cannot tell");
  }

  @Test
  @DisplayName(
      "S2S-04 an id of a sender whose clock runs ahead is no newer than a memory that was lost, however late it comes again")
  void issuedInTheFuture() {
    ReplayStore store = store();
    assertThat(refusal(store, ReplayStoreContract.newId(), present().plus(MINUTE.multipliedBy(2))))
        .as("after a minute it would look newer than a server that forgot it at once")
        .contains("cannot tell");
    Digest captured = ReplayStoreContract.newId();
    Instant ahead = present().plusSeconds(50);
    assertThat(use(store, captured, ahead)).isTrue();
    String done = REDIS.look(RedisCommands::flushall);
    assertThat(done).isEqualTo("OK");
    remembersSince(present());
    assertThat(refusal(store, captured, ahead)).contains("cannot tell");
  }

  @Test
  @DisplayName("S2S-04 a server that is started again has forgotten, and says so")
  void startedAgain() {
    try (RedisServer own = RedisServer.start()) {
      RedisSettings settings = RedisSettings.of(own.url()).withTimeout(Duration.ofSeconds(5));
      Redis redis = REDIS.node(unused -> settings);
      Digest captured = ReplayStoreContract.newId();
      Instant issued = present();
      remembersSince(own, issued.minus(Duration.ofDays(1)));
      assertThat(use(redis.replays(), captured, issued)).isTrue();
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
    try (RedisServer replica = replica()) {
      ReplayStore store = store();
      Digest replicated = ReplayStoreContract.newId();
      Instant issued = present();
      assertThat(use(store, replicated, issued)).isTrue();
      awaitTrue(() -> replica.command("GET " + SINCE).startsWith("$9"));
      assertThat(replica.command("REPLICAOF NO ONE")).isEqualTo("+OK");
      RedisSettings settings = RedisSettings.of(replica.url()).withTimeout(Duration.ofSeconds(5));
      ReplayStore promoted = REDIS.node(unused -> settings).replays();
      // It is not known to the replica, as if it had been used in the second that was lost.
      Digest lost = ReplayStoreContract.newId();
      awaitTrue(() -> refusal(promoted, lost, issued).contains("cannot tell"));
      assertThat(refusal(promoted, replicated, issued)).isNotEmpty();
    }
  }

  @Test
  @DisplayName(
      "S2S-04 CFG-05 a server that stepped down and takes over again may lack the last use, too")
  void failedBack() {
    try (RedisServer replica = replica()) {
      ReplayStore store = store();
      Instant issued = present();
      assertThat(use(store, ReplayStoreContract.newId(), issued)).isTrue();
      assertThat(replica.command("REPLICAOF NO ONE")).isEqualTo("+OK");
      assertThat(REDIS.server().command("REPLICAOF 127.0.0.1 " + replica.port()))
          .isEqualTo("+OK");
      awaitTrue(() -> isLinked(REDIS.server()));
      assertThat(REDIS.server().command("REPLICAOF NO ONE")).isEqualTo("+OK");
      // Used on the other one, and not replicated when this one took over again.
      Digest lost = ReplayStoreContract.newId();
      awaitTrue(() -> refusal(store, lost, issued).contains("cannot tell"));
    } finally {
      assertThat(REDIS.server().command("REPLICAOF NO ONE")).isEqualTo("+OK");
    }
  }

  /** Starts a replica that has all, of a server that has remembered for a day. */
  private RedisServer replica() {
    assertThat(REDIS.server().command("CONFIG SET repl-diskless-sync-delay 0")).isEqualTo("+OK");
    RedisServer replica = RedisServer.start(
        "replicaof 127.0.0.1 " + REDIS.server().port(), "repl-diskless-sync-delay 0");
    awaitTrue(() -> isLinked(replica));
    // The first replica of a server gives it another replication id.
    remembersSince(present().minus(Duration.ofDays(1)));
    return replica;
  }

  private static boolean isLinked(RedisServer replica) {
    return TestRedis.look(replica, commands -> commands.info("replication"))
        .contains("master_link_status:up");
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
    String server = REDIS.look(Since::server);
    for (String foreign : List.of(
        "",
        "1",
        "-1 " + server,
        "nan",
        "1e3 " + server,
        "{}",
        "1 " + "0".repeat(80),
        "1 " + server.substring(0, 40))) {
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
    limitMemory("1", "noeviction");
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
    assertThat(refusal(store, ReplayStoreContract.newId(), present()))
        .as("nobody knows what it dropped meanwhile")
        .contains("cannot tell");
  }

  @Test
  @DisplayName(
      "S2S-04 an entry is over when the caller's clock and that of Redis say so, and ends by itself then")
  void everyEntryEndsByItself() {
    ReplayStore store = store();
    Instant now = present();
    assertThat(millisLeft(store, now, now.plus(MINUTE))).isBetween(30_000L, 60_002L);
    // Redis runs half a minute behind the caller, and half a minute ahead of it.
    Duration half = Duration.ofSeconds(30);
    assertThat(millisLeft(store, now.plus(half), now.plus(half).plus(MINUTE)))
        .isBetween(60_000L, half.plus(MINUTE).toMillis() + 2);
    assertThat(millisLeft(store, now.minus(half), now.minus(half).plus(MINUTE)))
        .isBetween(30_000L, 60_002L);
    assertThat(millisLeft(SINCE)).isPositive();
  }

  @Test
  @DisplayName(
      "S2S-04 a clock of Redis that is a minute off may have ended entries: what was issued before is refused")
  void clocksApart() {
    ReplayStore store = store();
    Instant now = present();
    for (Instant other : List.of(now.plusSeconds(120), now.minusSeconds(120))) {
      remembersSince(now.minus(Duration.ofDays(1)));
      Digest id = ReplayStoreContract.newId();
      assertThatThrownBy(() -> store.claim(id, now, other.plus(MINUTE.multipliedBy(9)), other))
          .isInstanceOf(StoreException.class);
      // As if the clock were right again.
      assertThat(refusal(store, id, now)).contains("cannot tell");
    }
  }

  @Test
  @DisplayName("S2S-04 an entry that would be over at once by the clock of Redis is no first use")
  void overAlready() {
    ReplayStore store = store();
    Instant behind = present().minusSeconds(30);
    Digest id = ReplayStoreContract.newId();
    assertThatThrownBy(() -> store.claim(id, behind, behind.plusSeconds(20), behind))
        .isInstanceOf(StoreException.class);
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
