package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.contract.SharedCacheContract;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Quota;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rule of the guide is enough, and no more than enough. */
@Tag("thorough")
final class RedisAclTest {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static final Path GUIDE = Path.of("..", "docs", "guides", "redis.md");
  private static final String RULE = "ACL SETUSER gatehouse ";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RedisServer server = RedisServer.start();
  private final RedisClient client = RedisClient.create(server.url());
  private final StatefulRedisConnection<String, String> administrator = client.connect();
  private final List<Redis> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(Redis::close);
    client.shutdown();
    server.close();
  }

  private static List<String> rule() throws IOException {
    String line = Files.readAllLines(GUIDE).stream()
        .filter(text -> text.startsWith(RULE))
        .findFirst()
        .orElseThrow();
    return Arrays.asList(line.substring(RULE.length()).split(" "));
  }

  private static List<String> passworded() throws IOException {
    return rule().stream().map(part -> part.startsWith(">") ? ">secret" : part).toList();
  }

  private void user(String name, List<String> rules) {
    user(administrator, name, rules);
  }

  private static void user(
      StatefulRedisConnection<String, String> administrator, String name, List<String> rules) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(name);
    rules.forEach(arguments::add);
    String done = administrator
        .sync()
        .dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
    assertThat(done).isEqualTo("OK");
  }

  private Redis node(String user) {
    return node(user, "gatehouse");
  }

  private Redis node(String user, String prefix) {
    RedisSettings settings =
        RedisSettings.of("redis://" + user + ":secret@127.0.0.1:" + server.port());
    Redis node = Redis.at(settings.withPrefix(prefix).withTimeout(Duration.ofSeconds(5)), SECRET);
    nodes.add(node);
    return node;
  }

  private static BlockingQueue<Object> heardBy(Invalidations node) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    node.subscribe(heard::add, () -> heard.add("reset"));
    node.awaitConnected();
    return heard;
  }

  private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  private static Invalidation message(String id) {
    return new Invalidation(Invalidation.Kind.USER, id);
  }

  private void useEverything(Redis here, Redis there) throws InterruptedException {
    BlockingQueue<Object> heard = heardBy(there.invalidations());
    assertThat(next(heard)).isEqualTo("reset");
    here.invalidations().publish(message("usr_1"));
    assertThat(next(heard)).isEqualTo(message("usr_1"));
    String unannounced = "somebody " + message("usr_2").encode();
    assertThat(administrator.sync().xadd("gatehouse:journal", "m", unannounced)).isNotEmpty();
    assertThat(next(heard)).isEqualTo(message("usr_2"));
    Quota quota = new Quota("five", Limit.perHour(5));
    LimitKey caller = LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID());
    assertThat(here.rateLimits().take(Charge.of(quota, caller)).allowed()).isTrue();
    String name = SharedCacheContract.newName();
    SharedCache cache = here.sharedCache();
    SharedCache.Held seen = cache.read(List.of(name), "?seed", MINUTE).get(0);
    cache.replace(name, seen.text(), "copy", seen.at().plus(MINUTE));
    // Nobody waits for a replacement; it comes to nothing if it is not allowed.
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!cache.read(List.of(name), "?new", MINUTE).get(0).text().equals("copy")) {
      assertThat(System.nanoTime() - deadline).as("replaced in time").isNegative();
    }
    cache.remove(name);
  }

  @Test
  @DisplayName(
      "CFG-05 an ACL user with the rule of the guide can do what is needed, and nothing else is needed")
  void theRuleOfTheGuide() throws Exception {
    user("gatehouse", passworded());
    assertThat(administrator.sync().configResetstat()).isEqualTo("OK");
    useEverything(node("gatehouse"), node("gatehouse"));
    assertThat(administrator.sync().aclLog()).as("nothing was refused").isEmpty();
    assertThat(allowed()).isEqualTo(used());
    Redis elsewhere = node("gatehouse", "other");
    assertThatThrownBy(() -> elsewhere.sharedCache().remove("name"))
        .as("keys of others")
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("NOPERM");
  }

  @Test
  @DisplayName("S2S-04 CFG-05 used ids need one right more, and without it every use is refused")
  void usedIds() throws Exception {
    user("gatehouse", passworded());
    List<String> more = new ArrayList<>(passworded());
    more.add("+info");
    user("more", more);
    Digest id = Digest.of("acl:" + UUID.randomUUID());
    Instant now = Instant.now();
    String since = Since.text(administrator.sync(), now.minus(Duration.ofDays(1)));
    assertThat(administrator.sync().set("gatehouse:used:{0}:since", since)).isEqualTo("OK");
    ReplayStore without = node("gatehouse").replays();
    assertThatThrownBy(() -> without.claim(id, now, now.plus(MINUTE), now))
        .isInstanceOf(StoreException.class);
    ReplayStore with = node("more").replays();
    assertThat(with.claim(id, now, now.plus(MINUTE), now)).isTrue();
    assertThat(with.claim(id, now, now.plus(MINUTE), now)).isFalse();
  }

  private static Set<String> allowed() throws IOException {
    return rule().stream()
        .filter(part -> part.startsWith("+"))
        .map(part -> part.substring(1).split("\\|", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the server has counted, but for what a user needs no right to, and what the administrator asked. */
  private Set<String> used() {
    Set<String> used = administrator
        .sync()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_") && !line.contains(":calls=0,"))
        .map(line -> line.substring("cmdstat_".length(), line.indexOf(':')).split("\\|", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
    used.removeAll(Set.of("hello", "auth", "acl", "info"));
    return used;
  }

  @Test
  @DisplayName(
      "RBAC-03 a node that may not listen to the channel hears everything a second later, and leaves no connections behind")
  void whoMayNotListenReadsTheJournal() throws Exception {
    List<String> deaf = new ArrayList<>(passworded());
    deaf.removeIf(part -> part.startsWith("&"));
    user("deaf", deaf);
    user("gatehouse", passworded());
    BlockingQueue<Object> heard = heardBy(node("deaf").invalidations());
    Redis speaker = node("gatehouse");
    assertThat(next(heard)).isEqualTo("reset");
    for (int i = 0; i < 4; i++) {
      speaker.invalidations().publish(message("usr_" + i));
      assertThat(next(heard)).isEqualTo(message("usr_" + i));
    }
    String clients = administrator.sync().clientList();
    assertThat(clients.lines().filter(line -> line.contains("user=deaf")))
        .as("one that works, and one that is being refused")
        .hasSizeBetween(1, 2);
  }

  @Test
  @DisplayName("CFG-05 in a cluster the rule of the guide and what it adds for one are enough")
  void inACluster() throws Exception {
    try (RedisCluster cluster = RedisCluster.start()) {
      List<String> rules = new ArrayList<>(passworded());
      rules.addAll(List.of("+cluster", "+info"));
      String[] addresses = cluster.settings().addresses().toArray(String[]::new);
      for (String address : addresses) {
        try (StatefulRedisConnection<String, String> open =
            client.connect(RedisURI.create(address))) {
          user(open, "gatehouse", rules);
        }
      }
      String[] asUser = Arrays.stream(addresses)
          .map(address -> address.replace("redis://", "redis://gatehouse:secret@"))
          .toArray(String[]::new);
      Redis node =
          Redis.at(RedisSettings.ofCluster(asUser).withTimeout(Duration.ofSeconds(5)), SECRET);
      nodes.add(node);
      Quota quota = new Quota("five", Limit.perHour(5));
      for (int i = 0; i < 20; i++) {
        LimitKey caller = LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID());
        assertThat(node.rateLimits().take(Charge.of(quota, caller)).allowed()).isTrue();
        node.sharedCache().remove(SharedCacheContract.newName());
      }
      BlockingQueue<Object> heard = heardBy(node.invalidations());
      assertThat(next(heard)).isEqualTo("reset");
    }
  }
}
