package dev.gatehouse.rbac;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Gives every declared permission without a wildcard a number: its bit. All sets of one catalogue share the index. */
final class PermissionIndex {
  private static final PermissionIndex EMPTY = new PermissionIndex(new TreeSet<>());

  private final Map<Permission, Integer> bits = new HashMap<>();

  PermissionIndex(Collection<Permission> declared) {
    for (Permission permission : new TreeSet<>(declared)) {
      if (!permission.hasWildcard()) {
        bits.put(permission, bits.size());
      }
    }
  }

  /** Returns the index that knows no permission. */
  static PermissionIndex empty() {
    return EMPTY;
  }

  /** Returns the bit of a permission, or -1 if it has none. */
  int bit(Permission permission) {
    Integer bit = bits.get(permission);
    return bit == null ? -1 : bit;
  }

  /** Returns one bit for each permission that the grants imply. */
  long[] bits(PermissionTrie grants) {
    long[] set = new long[(bits.size() + Long.SIZE - 1) / Long.SIZE];
    bits.forEach((permission, bit) -> {
      if (grants.implies(permission)) {
        set[bit / Long.SIZE] |= 1L << bit;
      }
    });
    return set;
  }
}
