package dev.gatehouse.redis;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.throttle.Limit;
import java.time.Duration;
import javax.sql.DataSource;

/** One node of an application that runs on PostgreSQL and Redis, on the real clock. */
final class Node implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(1);
  static final Limit EXPORT = new Limit(20, Duration.ofSeconds(2));

  private static final Secret SECRET = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");

  private final CapturedMail mail = new CapturedMail();
  private final Redis redis;
  private final Gatehouse gatehouse;

  Node(DataSource database, RedisSettings settings, int nodes) {
    this.redis = Redis.at(settings, SECRET);
    this.gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(SECRET)
        .storage(
            JdbcStorage.builder(database).invalidations(redis.invalidations()).build())
        .mailer(mail)
        .hashing(standard -> HashSettings.insecureForTests())
        .sessions(sessions -> sessions.withLease(LEASE))
        .access(access -> access.withCacheTtl(LEASE))
        .rateLimits(redis.rateLimits(), nodes)
        .throttle(limits -> limits.withAction("export", EXPORT))
        .build();
  }

  Gatehouse gatehouse() {
    return gatehouse;
  }

  Redis redis() {
    return redis;
  }

  CapturedMail mail() {
    return mail;
  }

  @Override
  public void close() {
    gatehouse.close();
    redis.close();
  }
}
