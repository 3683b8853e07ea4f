package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.ApiKeyCreditStore;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.principal.ApiKeyFamilyId;
import java.time.Instant;
import java.util.Optional;

/** The model of {@link ApiKeyCreditStore}. */
final class InMemoryApiKeyCreditStore implements ApiKeyCreditStore {
  private final Memory memory;
  private final Table<ApiKeyFamilyId, KeyFamily> families;

  InMemoryApiKeyCreditStore(Memory memory, Table<ApiKeyFamilyId, KeyFamily> families) {
    this.memory = memory;
    this.families = families;
  }

  @Override
  public Optional<Long> spend(ApiKeyFamilyId family, long cost, Instant now) {
    return memory.call(() -> families.get(family).flatMap(row -> spend(family, row, cost, now)));
  }

  private Optional<Long> spend(ApiKeyFamilyId family, KeyFamily row, long cost, Instant now) {
    if (row.credits().isEmpty()) {
      return Optional.of(Credits.MOST);
    }
    KeyFamily refilled = row.refilled(now);
    Credits held = refilled.credits().orElseThrow();
    long left = held.remaining() - cost;
    if (left < 0) {
      return Optional.empty();
    }
    families.put(family, refilled.left(held, left, refilled.refilledAt()));
    return Optional.of(left);
  }

  @Override
  public Optional<Credits> add(ApiKeyFamilyId family, long amount, Instant now) {
    return memory.call(() -> families
        .get(family)
        .map(stored -> stored.refilled(now))
        .flatMap(row -> row.credits().map(held -> {
          long sum = Math.min(held.remaining() + amount, Credits.MOST);
          KeyFamily more = row.left(held, sum, row.refilledAt());
          families.put(family, more);
          return more.credits().orElseThrow();
        })));
  }

  @Override
  public boolean set(ApiKeyFamilyId family, Optional<Credits> credits, Instant now) {
    return memory.call(() -> {
      boolean known = families.get(family).isPresent();
      if (known) {
        families.put(family, new KeyFamily(credits, now));
      }
      return known;
    });
  }

  @Override
  public Optional<Credits> find(ApiKeyFamilyId family) {
    return memory.call(() -> families.get(family).flatMap(KeyFamily::credits));
  }
}
