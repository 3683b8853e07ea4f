package dev.gatehouse.throttle;

/**
 * A limit that somebody can be asked about by name. Two quotas of one name and different limits count apart.
 *
 * @param name 1 to 64 of {@code a-z 0-9 . : -}: it stands in header fields and in keys of a shared store
 */
public record Quota(String name, Limit limit) {
  /** Checks the name. */
  public Quota {
    requireName(name);
  }

  static void requireName(String name) {
    if (name.isEmpty() || name.length() > 64 || !name.chars().allMatch(Quota::isLegal)) {
      throw new IllegalArgumentException("the name of a limit has 1 to 64 characters of"
          + " a-z 0-9 . : and -, was \"" + name + "\"");
    }
  }

  private static boolean isLegal(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".:-".indexOf(c) >= 0;
  }
}
