package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EffectiveSettingsTest {
  @Test
  void whatCanBeSetCanBeRead() {
    assertThat(new EffectiveSettings().names()).isEqualTo(Properties.names());
  }

  @Test
  void durationsAreWrittenAsTheyAreRead() {
    for (String text : List.of("0s", "1ms", "1500ms", "59s", "90s", "1m", "25h", "1d", "14d")) {
      assertThat(Values.text(Values.duration(text))).isEqualTo(text);
    }
    assertThat(Values.text(Duration.ofHours(24))).isEqualTo("1d");
    Duration odd = Duration.ofNanos(1_000_001);
    assertThat(Values.duration(Values.text(odd))).isEqualTo(odd);
  }

  @Test
  void sizesAreNotRounded() {
    assertThat(Values.size(64 * 1024)).isEqualTo("64KiB");
    assertThat(Values.size(1_500)).isEqualTo("1500 bytes");
  }
}
