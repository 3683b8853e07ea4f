package dev.gatehouse.throttle;

import java.util.regex.Pattern;

/**
 * A limit that somebody can be asked about by name. Two quotas of one name and different limits count apart.
 *
 * @param name of the limit, 1 to 64 of {@code a-z 0-9 . -}, perhaps followed by a colon and the name of a role: it stands in
 *     header fields and in keys of a shared store
 */
public record Quota(String name, Limit limit) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}(:[a-z0-9._-]{1,64})?");

  /** Checks the name. */
  public Quota {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("the name of a limit has 1 to 64 characters of a-z 0-9 ."
          + " and -, perhaps with a colon and a role after it, was \"" + name + "\"");
    }
  }

  /** Returns that of the name, which a String remembers: every decision looks a quota up. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
