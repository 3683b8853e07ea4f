package dev.gatehouse.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Redis is and how long it may take. Addresses are URIs as Lettuce reads them: {@code redis://user:password@host},
 * {@code rediss://…} with TLS, {@code redis-sentinel://host1,host2/0#master}, {@code rediss-sentinel://…} with TLS.
 *
 * @param addresses one for a single server or for Sentinel, one or more of the nodes for a cluster
 * @param prefix begins every key and names the channel: 1 to 32 of {@code a-z 0-9 . -}; the same on every node
 * @param timeout how long a caller waits for an answer; 5 milliseconds to 5 seconds
 * @param authorities a PEM file of the certificate authorities that servers must be certified by; empty for those that Java
 *     trusts. A server's name is always checked
 */
public record RedisSettings(
    List<String> addresses,
    boolean cluster,
    String prefix,
    Duration timeout,
    Optional<Path> authorities) {
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
    if (authorities.filter(Files::isReadable).isEmpty() && authorities.isPresent()) {
      throw new IllegalArgumentException("cannot read " + authorities.get());
    }
    if (authorities.isPresent() && addresses.stream().anyMatch(RedisSettings::isPlain)) {
      throw new IllegalArgumentException(
          "certificate authorities are for rediss://, and there is an address without TLS");
    }
  }

  private static boolean isPlain(String address) {
    return !address.startsWith("rediss");
  }

  /** Returns the settings for one server, or for the master that Sentinel knows, with a timeout of 100 milliseconds. */
  public static RedisSettings of(String address) {
    return new RedisSettings(
        List.of(address), false, "gatehouse", Duration.ofMillis(100), Optional.empty());
  }

  /** Returns the settings for a cluster that some of its nodes are known of, with a timeout of 100 milliseconds. */
  public static RedisSettings ofCluster(String... addresses) {
    return new RedisSettings(
        List.of(addresses), true, "gatehouse", Duration.ofMillis(100), Optional.empty());
  }

  /** Returns a copy with another prefix. */
  public RedisSettings withPrefix(String other) {
    return new RedisSettings(addresses, cluster, other, timeout, authorities);
  }

  /** Returns a copy with another timeout. */
  public RedisSettings withTimeout(Duration other) {
    return new RedisSettings(addresses, cluster, prefix, other, authorities);
  }

  /** Returns a copy that trusts the certificate authorities in a PEM file and no others; goes with {@code rediss://}. */
  public RedisSettings withAuthorities(Path pem) {
    return new RedisSettings(addresses, cluster, prefix, timeout, Optional.of(pem));
  }

  /** Leaves the addresses out: they may hold a password. */
  @Override
  public String toString() {
    return "RedisSettings[addresses=" + addresses.size() + ", cluster=" + cluster + ", prefix="
        + prefix + ", timeout=" + timeout + ']';
  }
}
