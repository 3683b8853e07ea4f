package dev.gatehouse.rbac;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a role is. Each method returns a copy.
 *
 * @param name 1 to 64 of the characters {@code a-z 0-9 . _ -}, the first a letter or digit
 * @param description one line for people, at most 500 characters
 * @param permissions what it grants, at most 1,000, wildcards among them
 * @param includes names of roles whose permissions it grants, too; at most 100
 */
public record RoleDefinition(
    String name, String description, Set<Permission> permissions, Set<String> includes) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int MOST_PERMISSIONS = 1_000;
  private static final int MOST_INCLUDES = 100;

  /** Checks the bounds and puts the sets in order. */
  public RoleDefinition {
    requireName(name);
    description = OneLine.require("the description of a role", description, LONGEST_DESCRIPTION);
    requireAtMost(MOST_PERMISSIONS, "permissions", permissions);
    requireAtMost(MOST_INCLUDES, "included roles", includes);
    includes.forEach(RoleDefinition::requireName);
    permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
    includes = Collections.unmodifiableSet(new TreeSet<>(includes));
  }

  /** Starts a role that grants nothing. */
  public static RoleDefinition of(String name) {
    return new RoleDefinition(name, "", Set.of(), Set.of());
  }

  /** Returns a copy with a description. */
  public RoleDefinition describedAs(String text) {
    return new RoleDefinition(name, text, permissions, includes);
  }

  /** Returns a copy that grants these permissions as well, in their text form. */
  public RoleDefinition permitting(String... more) {
    return permitting(Arrays.stream(more).map(Permission::parse).toList());
  }

  /** Returns a copy that grants these permissions as well. */
  public RoleDefinition permitting(Collection<Permission> more) {
    return new RoleDefinition(name, description, union(permissions, more), includes);
  }

  /** Returns a copy that includes these roles as well. */
  public RoleDefinition including(String... more) {
    return new RoleDefinition(name, description, permissions, union(includes, Arrays.asList(more)));
  }

  private static <T> Set<T> union(Set<T> some, Collection<T> more) {
    Set<T> all = new TreeSet<>(some);
    all.addAll(more);
    return all;
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a role has 1 to 64 characters of a-z 0-9 . _ - and begins with a letter or digit");
    }
  }

  private static void requireAtMost(int most, String what, Set<?> set) {
    if (set.size() > most) {
      throw new IllegalArgumentException(
          "a role has at most " + most + " " + what + ", had " + set.size());
    }
  }
}
