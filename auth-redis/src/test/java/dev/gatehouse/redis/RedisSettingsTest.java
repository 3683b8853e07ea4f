package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedisSettingsTest {
  @Test
  @DisplayName("LOG-02 the text form holds no password")
  void holdsNoPassword() {
    assertThat(RedisSettings.of("redis://app:hunter2@localhost").toString())
        .doesNotContain("hunter2")
        .doesNotContain("localhost");
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    RedisSettings good = RedisSettings.of("redis://localhost");
    assertThatIllegalArgumentException().isThrownBy(() -> good.withPrefix("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> good.withPrefix(""));
    assertThatIllegalArgumentException().isThrownBy(() -> good.withTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> good.withTimeout(Duration.ofSeconds(6)));
    assertThatIllegalArgumentException().isThrownBy(RedisSettings::ofCluster);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RedisSettings(
            List.of("redis://a", "redis://b"),
            false,
            "p",
            Duration.ofMillis(100),
            Optional.empty()));
    assertThatIllegalArgumentException()
        .as("a file that is not there")
        .isThrownBy(
            () -> RedisSettings.of("rediss://localhost").withAuthorities(Path.of("nowhere")));
  }

  @Test
  @DisplayName("CFG-05 who names authorities has TLS at every address")
  void authoritiesNeedTls() throws IOException {
    Path pem = Files.createTempFile("gatehouse", ".pem");
    try {
      assertThat(RedisSettings.of("rediss://localhost").withAuthorities(pem).authorities())
          .contains(pem);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RedisSettings.of("redis://localhost").withAuthorities(pem));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> RedisSettings.ofCluster("rediss://a", "redis://b").withAuthorities(pem));
    } finally {
      Files.delete(pem);
    }
  }
}
