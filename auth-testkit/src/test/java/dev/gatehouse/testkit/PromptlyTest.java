package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PromptlyTest {
  private static final Duration BOUND = Duration.ofMillis(2);

  private static Iterator<Duration> taking(long... millis) {
    return Arrays.stream(millis).mapToObj(Duration::ofMillis).iterator();
  }

  @Test
  void oneTryInTimeIsEnough() {
    for (Iterator<Duration> tries : List.of(taking(2, 9), taking(3, 1, 9), taking(3, 3, 2, 9))) {
      assertThat(Promptly.within(BOUND, tries::next)).isLessThanOrEqualTo(BOUND);
      assertThat(tries).as("not tried again").toIterable().hasSize(1);
    }
  }

  @Test
  void threeThatAreLateAreTooMany() {
    Iterator<Duration> tries = taking(3, 4, 5, 1);
    assertThatThrownBy(() -> Promptly.within(BOUND, tries::next))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            Stream.of(3, 4, 5).map(i -> Duration.ofMillis(i).toString()).toArray(String[]::new));
  }
}
