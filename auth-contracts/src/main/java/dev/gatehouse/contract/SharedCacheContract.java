package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.cache.SharedCache.Held;
import dev.gatehouse.testkit.Racing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link SharedCache}, as tests. Implement it in the test class of a backend. */
public interface SharedCacheContract {
  /** Longer than a test takes. */
  Duration MINUTE = Duration.ofMinutes(1);

  /** Returns one node's view of the cache; every call returns one more node. */
  SharedCache sharedCache();

  /** Returns a name that nobody has used yet. */
  static String newName() {
    String random = UUID.randomUUID().toString().substring(20);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(random.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  default void theFirstSeedStays() {
    String name = newName();
    Held first = read(sharedCache(), name, "?one");
    assertThat(first.text()).isEqualTo("?one");
    Held second = read(sharedCache(), name, "?two");
    assertThat(second.text()).isEqualTo("?one");
    assertThat(second.at()).as("a clock that runs on").isAfterOrEqualTo(first.at());
  }

  @Test
  default void namesAreAnsweredInTheirOrder() {
    SharedCache cache = sharedCache();
    List<String> names = Stream.generate(SharedCacheContract::newName).limit(20).toList();
    for (String name : names) {
      assertThat(read(cache, name, "?" + name).text()).isEqualTo("?" + name);
    }
    assertThat(cache.read(names, "?new", MINUTE))
        .extracting(Held::text)
        .containsExactlyElementsOf(names.stream().map(name -> "?" + name).toList());
  }

  @Test
  default void whatIsExpectedIsReplaced() {
    SharedCache cache = sharedCache();
    String name = newName();
    Held seen = read(cache, name, "?seed");
    cache.replace(name, seen.text(), "copy", inAMinute(seen));
    await(() -> read(cache, name, "?new").text().equals("copy"));
    assertThat(read(sharedCache(), name, "?new").text()).isEqualTo("copy");
  }

  @Test
  default void whatWasReplacedIsGoneAtTheInstantThatWasSaid() {
    SharedCache cache = sharedCache();
    String name = newName();
    Held seen = read(cache, name, "?seed");
    Instant end = seen.at().plusMillis(100);
    cache.replace(name, seen.text(), "copy", end);
    await(() -> {
      boolean over = !read(cache, name, "?new").at().isBefore(end);
      String text = read(cache, name, "?new").text();
      assertThat(over && text.equals("copy")).as("still there").isFalse();
      return over;
    });
  }

  @Test
  default void whatComesTooLateReplacesNothing() {
    SharedCache cache = sharedCache();
    String name = newName();
    Held seen = read(cache, name, "?seed");
    Instant end = seen.at().plusMillis(20);
    await(() -> !read(cache, name, "?new").at().isBefore(end));
    cache.replace(name, seen.text(), "too late", end);
    cache.replace(name, seen.text(), "copy", inAMinute(seen));
    await(() -> read(cache, name, "?new").text().equals("copy"));
  }

  @Test
  default void whatIsNotExpectedIsLeft() {
    SharedCache cache = sharedCache();
    String name = newName();
    String nothing = newName();
    Held seen = read(cache, name, "?seed");
    cache.replace(name, "?other", "forged", inAMinute(seen));
    cache.replace(nothing, "?other", "forged", inAMinute(seen));
    cache.replace(name, seen.text(), "copy", inAMinute(seen));
    await(() -> read(cache, name, "?new").text().equals("copy"));
    assertThat(read(cache, nothing, "?seed").text()).isEqualTo("?seed");
  }

  @Test
  default void whatWasRemovedDoesNotComeBack() {
    SharedCache here = sharedCache();
    SharedCache there = sharedCache();
    String name = newName();
    Held before = read(there, name, "?before");
    here.remove(name);
    there.replace(name, before.text(), "out of date", inAMinute(before));
    assertThat(read(there, name, "?after").text()).isEqualTo("?after");
    there.replace(name, before.text(), "out of date", inAMinute(before));
    assertThat(read(there, name, "?later").text()).isEqualTo("?after");
    here.remove(name);
    here.remove(name);
    assertThat(read(here, name, "?again").text()).isEqualTo("?again");
  }

  @Test
  default void everythingEnds() {
    SharedCache cache = sharedCache();
    String seeded = newName();
    Held unused = cache.read(List.of(seeded), "?seed", Duration.ofMillis(50)).get(0);
    String replaced = replacedInTime(cache);
    await(() -> cache.read(List.of(seeded), "?new", MINUTE).get(0).text().equals("?new"));
    await(() -> read(cache, replaced, "?new").text().equals("?new"));
  }

  /** Returns a name whose copy ends within a moment; on a busy machine it may take more than one to be in time with one. */
  private static String replacedInTime(SharedCache cache) {
    for (int tries = 0; tries < 100; tries++) {
      String name = newName();
      Held seen = read(cache, name, "?seed");
      cache.replace(name, seen.text(), "copy", seen.at().plusMillis(200));
      if (read(cache, name, "?new").text().equals("copy")) {
        return name;
      }
    }
    throw new AssertionError("no copy was there before its end");
  }

  @Test
  default void ofSixteenWhoExpectTheSameOneReplaces() {
    List<SharedCache> nodes = List.of(sharedCache(), sharedCache());
    for (int round = 0; round < 20; round++) {
      String name = newName();
      Held seen = read(nodes.get(0), name, "?seed");
      AtomicInteger callers = new AtomicInteger();
      Set<String> after = new HashSet<>(Racing.together(16, () -> {
        int i = callers.incrementAndGet();
        SharedCache node = nodes.get(i % 2);
        node.replace(name, seen.text(), "copy " + i, inAMinute(seen));
        await(() -> !read(node, name, "?new").text().equals(seen.text()));
        return read(node, name, "?new").text();
      }));
      assertThat(after).hasSize(1).first().asString().startsWith("copy ");
    }
  }

  @Test
  default void ofSixteenWhoPlantAllSeeOneSeed() {
    List<SharedCache> nodes = List.of(sharedCache(), sharedCache());
    String name = newName();
    AtomicInteger callers = new AtomicInteger();
    List<String> seen = Racing.together(16, () -> {
      int i = callers.incrementAndGet();
      return read(nodes.get(i % 2), name, "?" + i).text();
    });
    assertThat(new HashSet<>(seen)).hasSize(1);
  }

  private static Held read(SharedCache cache, String name, String seed) {
    return cache.read(List.of(name), seed, MINUTE).get(0);
  }

  private static Instant inAMinute(Held seen) {
    return seen.at().plus(MINUTE);
  }

  private static void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not come about within ten seconds");
      }
      Thread.onSpinWait();
    }
  }
}
