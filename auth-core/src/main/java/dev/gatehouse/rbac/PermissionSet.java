package dev.gatehouse.rbac;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody may do, compiled: a question costs tens of nanoseconds and no garbage, however many grants there are.
 * A declared permission is one bit, set when the set is built if any grant implies it; other questions, such as one
 * with a scope made up at run time or a wildcard, walk a tree. Immutable.
 */
public final class PermissionSet {
  /** A word of bits has two to the power of so many. */
  private static final int WORD = 6;

  private static final PermissionSet NONE = of(List.of());
  private static final List<Permission> EVERYTHING =
      List.of(Permission.parse("*:*"), Permission.parse("*:*:*"));

  private final Set<Permission> permissions;
  private final PermissionTrie grants = new PermissionTrie();
  private final PermissionIndex index;
  private final long[] bits;

  private PermissionSet(Collection<Permission> permissions, PermissionIndex index) {
    this.permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
    this.permissions.forEach(grants::add);
    this.index = index;
    this.bits = index.bits(grants);
  }

  /** Returns a set of these permissions, wildcards among them. */
  public static PermissionSet of(Collection<Permission> permissions) {
    return new PermissionSet(permissions, PermissionIndex.empty());
  }

  /** Returns the set that allows nothing. */
  public static PermissionSet none() {
    return NONE;
  }

  static PermissionSet compile(Collection<Permission> permissions, PermissionIndex index) {
    return new PermissionSet(permissions, index);
  }

  /**
   * Tells whether one of the permissions implies the one asked for. A wildcard in the question is implied by a wildcard
   * in the same place only, never by any number of single permissions.
   */
  public boolean implies(Permission asked) {
    int bit = index.bit(asked);
    return bit < 0 ? grants.implies(asked) : (bits[bit >>> WORD] & (1L << bit)) != 0;
  }

  /** Tells whether it allows everything, whatever is declared some day. */
  public boolean isEverything() {
    return EVERYTHING.stream().allMatch(grants::implies);
  }

  /** Tells whether it allows nothing. */
  public boolean isEmpty() {
    return permissions.isEmpty();
  }

  /** Returns the permissions as they were granted, in order, wildcards not expanded. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** Returns how many of the declared permissions are implied. */
  int breadth() {
    return Arrays.stream(bits).mapToInt(Long::bitCount).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PermissionSet that && permissions.equals(that.permissions);
  }

  @Override
  public int hashCode() {
    return permissions.hashCode();
  }

  @Override
  public String toString() {
    return permissions.toString();
  }
}
