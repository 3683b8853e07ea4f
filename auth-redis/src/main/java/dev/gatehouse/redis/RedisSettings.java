package dev.gatehouse.redis;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where Redis is and how long it may take. Addresses are URIs as Lettuce reads them: {@code redis://user:password@host},
 * {@code rediss://…} with TLS, {@code redis-sentinel://host1,host2/0#master}.
 *
 * @param addresses one for a single server or for Sentinel, one or more of the nodes for a cluster
 * @param prefix begins every key and names the channel: 1 to 32 of {@code a-z 0-9 . -}; the same on every node
 * @param timeout how long a caller waits for an answer; 5 milliseconds to 5 seconds
 */
public record RedisSettings(
    List<String> addresses, boolean cluster, String prefix, Duration timeout) {
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9.-]{1,32}");
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Checks the bounds. */
  public RedisSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || (!cluster && addresses.size() > 1)) {
      throw new IllegalArgumentException("a single server or Sentinel has one address, a cluster"
          + " one or more; there were " + addresses.size());
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix has 1 to 32 characters of a-z 0-9 . and -, was \"" + prefix + "\"");
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a timeout is between " + SHORTEST + " and " + LONGEST + ", was " + timeout);
    }
  }

  /** Returns the settings for one server, or for the master that Sentinel knows, with a timeout of 100 milliseconds. */
  public static RedisSettings of(String address) {
    return new RedisSettings(List.of(address), false, "gatehouse", Duration.ofMillis(100));
  }

  /** Returns the settings for a cluster that some of its nodes are known of, with a timeout of 100 milliseconds. */
  public static RedisSettings ofCluster(String... addresses) {
    return new RedisSettings(List.of(addresses), true, "gatehouse", Duration.ofMillis(100));
  }

  /** Returns a copy with another prefix. */
  public RedisSettings withPrefix(String other) {
    return new RedisSettings(addresses, cluster, other, timeout);
  }

  /** Returns a copy with another timeout. */
  public RedisSettings withTimeout(Duration other) {
    return new RedisSettings(addresses, cluster, prefix, other);
  }

  /** Leaves the addresses out: they may hold a password. */
  @Override
  public String toString() {
    return "RedisSettings[addresses=" + addresses.size() + ", cluster=" + cluster + ", prefix="
        + prefix + ", timeout=" + timeout + ']';
  }
}
