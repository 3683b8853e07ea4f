package dev.gatehouse.spring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where Redis is: as {@code gatehouse.redis.*} says, or else as the application has said for itself in
 * {@code spring.data.redis.*}.
 *
 * @param source the property that decided
 * @param uris one for a server or for Sentinel, one for each known node of a cluster; they may hold a password
 */
record RedisAddress(String source, List<String> uris, boolean cluster) {
  private static final String SPRING = "spring.data.redis.";

  /**
   * Returns the address; empty if nobody said one, or {@code gatehouse.redis.enabled} is false.
   *
   * @throws SetupException if what was said cannot be taken over
   */
  static Optional<RedisAddress> find(Environment environment) {
    Settings settings = new Settings(environment);
    if (!settings.usesRedis()) {
      return Optional.empty();
    }
    Optional<RedisAddress> own =
        settings.redisUri().map(uri -> new RedisAddress(Settings.REDIS_URI, List.of(uri), false));
    List<String> nodes = settings.redisClusterNodes();
    if (nodes.isEmpty()) {
      return own.or(() -> new OfSpring(Binder.get(environment)).find());
    }
    if (own.isPresent()) {
      throw new SetupException(
          Settings.REDIS_URI + " and " + Settings.REDIS_NODES + " are both set: Redis is one server"
              + " (or the master that Sentinel names), or a cluster.",
          "Keep one of the two, for example " + Settings.REDIS_URI + "=redis://localhost:6379");
    }
    return Optional.of(new RedisAddress(Settings.REDIS_NODES, nodes, true));
  }

  @Override
  public String toString() {
    return "RedisAddress[" + source + ']';
  }

  /** What the application has said for itself. */
  private record OfSpring(Binder binder) {
    Optional<RedisAddress> find() {
      if (!list("masterreplica.nodes").isEmpty()) {
        throw refusal("masterreplica.nodes");
      }
      Optional<RedisAddress> found = url().or(this::sentinel).or(this::cluster).or(this::host);
      if (found.isPresent()) {
        refuse("ssl.bundle");
        refuse("sentinel.password");
        refuse("sentinel.username");
      }
      return found;
    }

    /** What a URI cannot say must not be left out in silence. */
    private void refuse(String name) {
      if (text(name).isPresent()) {
        throw refusal(name);
      }
    }

    private static SetupException refusal(String name) {
      return new SetupException(
          SPRING + name + " is set, and Gatehouse cannot take that over.",
          "Say where Redis is with " + Settings.REDIS_URI + "=rediss://user:password@host:6379, and"
              + " whom to trust with " + Settings.REDIS_AUTHORITIES + "=/etc/ssl/redis-ca.pem; or"
              + " set " + Settings.REDIS_ENABLED + "=false.");
    }

    private Optional<RedisAddress> url() {
      return text("url")
          .map(url ->
              one("url", isTls() && url.startsWith("redis:") ? "rediss:" + url.substring(6) : url));
    }

    private Optional<RedisAddress> sentinel() {
      return text("sentinel.master")
          .map(master -> one(
              "sentinel.master",
              (isTls() ? "rediss" : "redis") + "-sentinel://" + credentials()
                  + String.join(",", list("sentinel.nodes")) + database() + '#' + master));
    }

    private Optional<RedisAddress> cluster() {
      List<String> nodes = list("cluster.nodes").stream()
          .map(node -> scheme() + credentials() + node)
          .toList();
      return nodes.isEmpty()
          ? Optional.empty()
          : Optional.of(new RedisAddress(SPRING + "cluster.nodes", nodes, true));
    }

    private Optional<RedisAddress> host() {
      return text("host")
          .map(host -> one(
              "host",
              scheme() + credentials() + host + ':' + text("port").orElse("6379") + database()));
    }

    private static RedisAddress one(String name, String uri) {
      return new RedisAddress(SPRING + name, List.of(uri), false);
    }

    private String scheme() {
      return isTls() ? "rediss://" : "redis://";
    }

    private boolean isTls() {
      return binder.bind(SPRING + "ssl.enabled", Boolean.class).orElse(false);
    }

    private String database() {
      return '/' + text("database").orElse("0");
    }

    private String credentials() {
      if (text("password").isEmpty() && text("username").isPresent()) {
        throw new SetupException(
            SPRING + "username is set without " + SPRING + "password: Redis knows no such login.",
            "Set " + SPRING + "password, too, or say where Redis is with " + Settings.REDIS_URI
                + "=redis://user:password@host:6379; or set " + Settings.REDIS_ENABLED + "=false.");
      }
      return text("password")
          .map(password ->
              text("username").map(OfSpring::encoded).orElse("") + ':' + encoded(password) + '@')
          .orElse("");
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Optional<String> text(String name) {
      return Optional.ofNullable(binder.bind(SPRING + name, String.class).orElse(null))
          .filter(text -> !text.isBlank());
    }

    private List<String> list(String name) {
      return binder.bind(SPRING + name, Bindable.listOf(String.class)).orElse(List.of());
    }
  }
}
