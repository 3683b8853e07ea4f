package dev.gatehouse.contract;

import static dev.gatehouse.contract.ApiKeySamples.found;
import static dev.gatehouse.contract.ApiKeySamples.stored;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.apikey.LastUse;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.apikey.UsageCursor;
import dev.gatehouse.apikey.UsageQuery;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link ApiKeyUsageStore}, as tests. Implement it in the test class of a backend. */
public interface ApiKeyUsageStoreContract {
  /** The hour of the counts. */
  Instant HOUR = Instant.parse("2030-01-01T12:00:00Z");

  /** How exact the last use is. */
  Duration MINUTE = Duration.ofMinutes(1);

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  private static UsageCount count(ApiKey key, Instant hour, String group, String outcome, long n) {
    return new UsageCount(key.id(), key.family(), hour, group, outcome, n);
  }

  @Test
  default void addsUpCountsOfOneKind() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    storage.apiKeyUsage().add(List.of(count(key, HOUR, "orders", "accepted", 3)));
    storage.apiKeyUsage().add(List.of(count(key, HOUR, "orders", "accepted", 4)));
    assertThat(storage.apiKeyUsage().read(UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(1))))
        .containsExactly(count(key, HOUR, "orders", "accepted", 7));
  }

  @Test
  default void keepsHoursGroupsOutcomesAndKeysApart() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    ApiKeyId sibling = new ApiKeyId(UUID.randomUUID());
    List<UsageCount> counts = List.of(
        count(key, HOUR, "orders", "accepted", 1),
        count(key, HOUR, "orders", "expired", 2),
        count(key, HOUR, "", "accepted", 3),
        count(key, HOUR.plusSeconds(3600), "orders", "accepted", 4),
        new UsageCount(sibling, key.family(), HOUR, "orders", "accepted", 5),
        count(stored(storage), HOUR, "orders", "accepted", 6));
    storage.apiKeyUsage().add(counts);
    assertThat(
            storage.apiKeyUsage().read(UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(7200))))
        .containsExactlyInAnyOrderElementsOf(counts.subList(0, 5))
        .extracting(UsageCount::hour)
        .isSorted();
    assertThat(storage
            .apiKeyUsage()
            .read(UsageQuery.of(key.family(), HOUR.plus(TICK), HOUR.plusSeconds(3600))))
        .isEmpty();
  }

  @Test
  default void pagesThroughCountsWithoutGapOrRepetition() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    List<UsageCount> counts = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      ApiKeyId user = new ApiKeyId(UUID.randomUUID());
      Instant hour = HOUR.plusSeconds(3600L * (i / 4));
      counts.add(new UsageCount(user, key.family(), hour, "g~" + i % 2, "accepted", i));
      counts.add(new UsageCount(user, key.family(), hour, "g~" + i % 2, "expired", i));
    }
    storage.apiKeyUsage().add(counts);
    UsageQuery query = UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(36_000));
    List<UsageCount> seen = new ArrayList<>();
    List<UsageCount> page = storage.apiKeyUsage().read(query.atMost(3));
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      seen.addAll(page);
      assertThat(seen).hasSizeLessThanOrEqualTo(counts.size());
      UsageCursor last = UsageCursor.at(page.get(page.size() - 1));
      page = storage.apiKeyUsage().read(query.atMost(3).after(UsageCursor.parse(last.toString())));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(counts);
    assertThat(seen).isEqualTo(storage.apiKeyUsage().read(query));
  }

  @Test
  default void addingNothingDoesNothing() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    storage.apiKeyUsage().add(List.of());
    assertThat(storage.apiKeyUsage().read(UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(1))))
        .isEmpty();
  }

  @Test
  default void concurrentAdditionsLoseNothing() {
    Storage storage = storage();
    List<ApiKey> keys = List.of(stored(storage), stored(storage), stored(storage));
    AtomicInteger caller = new AtomicInteger();
    Racing.together(16, () -> {
      List<UsageCount> counts = new ArrayList<>();
      keys.forEach(key -> counts.add(count(key, HOUR, "g", "accepted", 1)));
      Collections.rotate(counts, caller.incrementAndGet());
      storage.apiKeyUsage().add(counts);
      return true;
    });
    assertThat(keys)
        .allSatisfy(key -> assertThat(
                storage.apiKeyUsage().read(UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(1))))
            .containsExactly(count(key, HOUR, "g", "accepted", 16)));
  }

  @Test
  default void movesTheLastUseForwardByAMinuteAtLeastAndNeverBack() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    touch(storage, key, NOW, "192.0.2.1");
    assertThat(found(storage, key).lastUsedAt()).contains(NOW);
    touch(storage, key, NOW.plus(MINUTE).minus(TICK), "192.0.2.2");
    touch(storage, key, NOW.minusSeconds(3600), "192.0.2.3");
    assertThat(found(storage, key).lastUsedAt()).contains(NOW);
    assertThat(found(storage, key).lastUsedAddress()).isEqualTo("192.0.2.1");
    touch(storage, key, NOW.plus(MINUTE), "192.0.2.4");
    assertThat(found(storage, key).lastUsedAt()).contains(NOW.plus(MINUTE));
    assertThat(found(storage, key).lastUsedAddress()).isEqualTo("192.0.2.4");
    assertThat(found(storage, key).version()).isZero();
  }

  private static void touch(Storage storage, ApiKey key, Instant at, String address) {
    storage.apiKeyUsage().touch(Map.of(key.id(), new LastUse(at, address)), MINUTE);
  }

  @Test
  default void touchingAnUnknownKeyOrNoneDoesNothing() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    storage.apiKeyUsage().touch(Map.of(), MINUTE);
    storage
        .apiKeyUsage()
        .touch(Map.of(new ApiKeyId(UUID.randomUUID()), new LastUse(NOW, "")), MINUTE);
    assertThat(found(storage, key)).isEqualTo(key);
  }

  @Test
  default void concurrentTouchesOfManyKeysDoNotGetInEachOthersWay() {
    Storage storage = storage();
    List<ApiKey> keys = List.of(stored(storage), stored(storage), stored(storage));
    AtomicInteger caller = new AtomicInteger();
    Racing.together(16, () -> {
      List<ApiKey> order = new ArrayList<>(keys);
      Collections.rotate(order, caller.incrementAndGet());
      Map<ApiKeyId, LastUse> uses = new LinkedHashMap<>();
      order.forEach(key -> uses.put(key.id(), new LastUse(NOW, "192.0.2.1")));
      storage.apiKeyUsage().touch(uses, MINUTE);
      return true;
    });
    assertThat(keys)
        .allSatisfy(key -> assertThat(found(storage, key).lastUsedAt()).contains(NOW));
  }

  @Test
  default void deletesAtMostAsManyOldCountsAsAllowed() {
    Storage storage = storage();
    ApiKey key = stored(storage);
    storage
        .apiKeyUsage()
        .add(List.of(
            count(key, HOUR, "a", "accepted", 1),
            count(key, HOUR, "b", "accepted", 1),
            count(key, HOUR.plusSeconds(3600), "a", "accepted", 1)));
    assertThat(storage.apiKeyUsage().deleteBefore(HOUR, 10)).isZero();
    assertThat(storage.apiKeyUsage().deleteBefore(HOUR.plusSeconds(3600), 1)).isEqualTo(1);
    assertThat(storage.apiKeyUsage().deleteBefore(HOUR.plusSeconds(3600), 10)).isEqualTo(1);
    assertThat(
            storage.apiKeyUsage().read(UsageQuery.of(key.family(), HOUR, HOUR.plusSeconds(7200))))
        .hasSize(1);
  }
}
