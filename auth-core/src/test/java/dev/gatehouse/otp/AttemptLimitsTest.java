package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AttemptLimitsTest {
  @Test
  void locksDoubleToTheLongest() {
    assertThat(AttemptLimits.defaults().locks().stream().map(Duration::toMinutes))
        .containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 960L, 1440L);
    Duration hour = Duration.ofHours(1);
    assertThat(new AttemptLimits(2, hour, hour, hour).locks()).isEqualTo(List.of(hour));
  }

  @Test
  @DisplayName("OTP-05: whoever guesses all day long succeeds with less than one in a thousand")
  void aDayOfGuessesSucceedsWithLessThanOneInAThousand() {
    AttemptLimits limits = AttemptLimits.defaults();
    Duration passed = Duration.ZERO;
    int guesses = 0;
    for (Duration lock : limits.locks()) {
      if (passed.compareTo(Duration.ofDays(1)) < 0) {
        guesses += limits.failures();
        passed = passed.plus(lock);
      }
    }
    double goodCodes = TotpService.MOST_DEVICES * 3;
    assertThat(guesses * goodCodes / 1_000_000).isLessThan(0.001);
  }

  @Test
  void refusesWhatMakesNoSense() {
    Duration hour = Duration.ofHours(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new AttemptLimits(1, hour, hour, hour));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttemptLimits(5, Duration.ZERO, hour, hour));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttemptLimits(5, hour, Duration.ofMinutes(1), hour));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttemptLimits(5, hour, Duration.ofHours(2), hour));
  }
}
