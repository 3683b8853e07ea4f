package dev.gatehouse.testkit.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Immutable rows by their key, in order of insertion. Used within a unit of work only, which takes changes back. */
final class Table<K, V> {
  private final Memory memory;
  private final Map<K, V> rows = new LinkedHashMap<>();

  Table(Memory memory) {
    this.memory = memory;
  }

  Optional<V> get(K key) {
    return Optional.ofNullable(rows.get(key));
  }

  List<V> all() {
    return List.copyOf(rows.values());
  }

  List<V> where(Predicate<V> condition) {
    return rows.values().stream().filter(condition).toList();
  }

  int size() {
    return rows.size();
  }

  void put(K key, V row) {
    V before = rows.put(key, row);
    memory.onRollback(() -> restore(key, before));
  }

  void remove(K key) {
    removeAll(List.of(key));
  }

  /** Removes at most {@code limit} rows and returns how many there were. */
  int removeWhere(Predicate<V> condition, int limit) {
    List<K> doomed = rows.entrySet().stream()
        .filter(row -> condition.test(row.getValue()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
    removeAll(doomed);
    return doomed.size();
  }

  // A removed row comes back in its old place, which only a copy of all rows remembers.
  private void removeAll(List<K> doomed) {
    Map<K, V> before = new LinkedHashMap<>(rows);
    doomed.forEach(rows::remove);
    memory.onRollback(() -> {
      rows.clear();
      rows.putAll(before);
    });
  }

  private void restore(K key, @Nullable V before) {
    if (before == null) {
      rows.remove(key);
    } else {
      rows.put(key, before);
    }
  }
}
