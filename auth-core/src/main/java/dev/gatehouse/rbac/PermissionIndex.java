package dev.gatehouse.rbac;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives every declared permission without a wildcard a number: its bit. All sets of one catalogue share the index. It
 * is a hash table with open addressing, three quarters of it empty: half the time of a {@code HashMap}, on the path of
 * every question.
 */
final class PermissionIndex {
  /** Two to the power of 32 over the golden ratio: spreads hashes of texts that differ in few characters. */
  private static final int SPREAD = 0x9E3779B9;

  private static final PermissionIndex EMPTY = new PermissionIndex(List.of());

  private final @Nullable Permission[] slots;
  private final int[] bits;
  private final int size;
  private final int shift;

  PermissionIndex(Collection<Permission> declared) {
    List<Permission> known =
        new TreeSet<>(declared).stream().filter(one -> !one.hasWildcard()).toList();
    this.size = known.size();
    this.slots = new Permission[Integer.highestOneBit(4 * size + 1) * 2];
    this.bits = new int[slots.length];
    this.shift = Integer.numberOfLeadingZeros(slots.length) + 1;
    for (int bit = 0; bit < size; bit++) {
      int slot = slot(known.get(bit));
      slots[slot] = known.get(bit);
      bits[slot] = bit;
    }
  }

  /** Returns the index that knows no permission. */
  static PermissionIndex empty() {
    return EMPTY;
  }

  /** Returns the bit of a permission, or -1 if it has none. */
  int bit(Permission permission) {
    int slot = slot(permission);
    return slots[slot] == null ? -1 : bits[slot];
  }

  /** Returns where the permission is, or the empty slot where it would be. */
  private int slot(Permission permission) {
    int slot = (permission.hashCode() * SPREAD) >>> shift;
    Permission found = slots[slot];
    while (found != null && !found.equals(permission)) {
      slot = (slot + 1) & (slots.length - 1);
      found = slots[slot];
    }
    return slot;
  }

  /** Returns one bit for each permission that the grants imply. */
  long[] bits(PermissionTrie grants) {
    long[] set = new long[(size + Long.SIZE - 1) / Long.SIZE];
    for (int slot = 0; slot < slots.length; slot++) {
      Permission permission = slots[slot];
      if (permission != null && grants.implies(permission)) {
        set[bits[slot] / Long.SIZE] |= 1L << bits[slot];
      }
    }
    return set;
  }
}
