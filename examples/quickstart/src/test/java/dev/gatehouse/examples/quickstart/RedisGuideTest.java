package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The lines of the guide to Redis compile, run, and are those of the guide. */
final class RedisGuideTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "guides", "redis.md");
  private static final Path SOURCE = Path.of(
      "src", "test", "java", "dev", "gatehouse", "examples", "quickstart", "RedisGuideTest.java");

  /** Nobody is at home at that address: an application starts all the same. */
  @Test
  void theLinesOfTheGuideStartAnApplication() {
    DataSource database = TestPostgres.newDatabase();
    String address = "redis://127.0.0.1:1";
    Secret secret = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");
    // spotless:off
    // guide
    Redis redis = Redis.at(RedisSettings.of(address), secret);
    Gatehouse gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(secret)
        .storage(JdbcStorage.builder(database).invalidations(redis.invalidations()).build())
        .rateLimits(redis.rateLimits(), 3) // about how many nodes there are
        .sharedCache(redis.sharedCache()) // sessions and roles, for many nodes
        .mailer(new LogMailer())
        .build();
    // end
    // spotless:on
    assertThat(gatehouse.secondLevel().on()).isTrue();
    gatehouse.close();
    redis.close();
  }

  @Test
  void theGuideShowsTheseLines() throws IOException {
    String source = Files.readString(SOURCE);
    String lines = source
        .substring(source.indexOf("// guide\n") + 9, source.indexOf("    // end\n"))
        .indent(-4);
    assertThat(Files.readString(GUIDE)).contains("```java\n" + lines + "```");
  }
}
