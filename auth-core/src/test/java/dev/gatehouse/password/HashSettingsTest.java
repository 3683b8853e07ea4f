package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HashSettingsTest {
  private static final Duration WAIT = Duration.ofSeconds(2);

  @Test
  void defaultsAreTheOwaspMinimumAndOneHashPerCore() {
    HashSettings defaults = HashSettings.defaults();

    assertThat(defaults.memoryKib()).isEqualTo(19456);
    assertThat(defaults.iterations()).isEqualTo(2);
    assertThat(defaults.parallelism()).isEqualTo(1);
    assertThat(defaults.maxConcurrent()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(defaults.maxWait()).isEqualTo(WAIT);
  }

  @ParameterizedTest
  @CsvSource({"47104,1", "19456,2", "12288,3", "9216,4", "7168,5", "7168,10"})
  void acceptsEachOwaspLineAndNothingBelowIt(int memoryKib, int iterations) {
    assertThatCode(() -> new HashSettings(memoryKib, iterations, 1, 1, WAIT))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HashSettings(memoryKib - 1, iterations, 1, 1, WAIT))
        .withMessageContaining("memory")
        .withMessageContaining(String.valueOf(memoryKib - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "19456,0,1,1,2,iterations",
    "19456,11,1,1,2,iterations",
    "19456,2,0,1,2,parallelism",
    "19456,2,17,1,2,parallelism",
    "131073,2,1,1,2,memory",
    "131072,5,1,1,2,memory",
    "19456,2,1,0,2,maxConcurrent",
    "19456,2,1,1025,2,maxConcurrent",
    "19456,2,1,1,-1,maxWait",
    "19456,2,1,1,31,maxWait",
  })
  void namesTheValueThatIsOutOfBounds(
      int memoryKib, int iterations, int lanes, int concurrent, int seconds, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new HashSettings(memoryKib, iterations, lanes, concurrent, Duration.ofSeconds(seconds)))
        .withMessageContaining(named);
  }

  @Test
  void letsAsManyWaitAsTheirPatienceAllows() {
    assertThat(new HashSettings(19456, 2, 1, 2, WAIT).maxWaiting()).isEqualTo(80);
    assertThat(new HashSettings(19456, 2, 1, 3, Duration.ZERO).maxWaiting()).isEqualTo(6);
  }
}
