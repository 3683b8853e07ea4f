package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttemptLimitsTest {
  @Test
  void locksDoubleToTheLongest() {
    assertThat(AttemptLimits.defaults().locks().stream().map(Duration::toMinutes))
        .containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 960L, 1440L);
    Duration hour = Duration.ofHours(1);
    assertThat(new AttemptLimits(2, hour, hour, hour).locks()).isEqualTo(List.of(hour));
  }

  /** That a day holds no more guesses than this is a promise of the store, and a test of its contract. */
  @ParameterizedTest
  @DisplayName(
      "OTP-05: whoever guesses all day long succeeds with less than one in a thousand, for so many logins of the owner")
  @CsvSource({"1, 72", "5, 5"})
  void aDayOfGuessesSucceedsWithLessThanOneInAThousand(int apps, int logins) {
    AttemptLimits limits = AttemptLimits.defaults();
    int free = limits.failures() - 1;
    int guesses = limits.locks().size() * limits.failures() + free;
    assertThat(guesses).isEqualTo(44);
    assertThat(apps).isBetween(1, TotpService.MOST_DEVICES);
    assertThat(chance(guesses + free * logins, apps)).isLessThan(0.001);
    assertThat(chance(guesses + free * (logins + 1), apps)).isGreaterThan(0.001);
  }

  private static double chance(int guesses, int apps) {
    return guesses * apps * 3 / 1_000_000.0;
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
