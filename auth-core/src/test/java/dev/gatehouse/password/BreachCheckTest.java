package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BreachCheckTest {
  // SHA-1 of "password", as everybody knows it.
  private static final Secret PASSWORD = Secret.of("password");
  private static final String PREFIX = "5BAA6";
  private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

  @Test
  void givesTheSourceFiveDigitsAndNothingElse() {
    List<String> asked = new ArrayList<>();
    BreachCheck.of(prefix -> {
          asked.add(prefix);
          return List.of();
        })
        .isBreached(PASSWORD);

    assertThat(asked).containsExactly(PREFIX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SUFFIX, "1e4c9b93f3f0682250b6cf8331b7ee68fd8", SUFFIX + ":9545824", SUFFIX + ":1"})
  void knowsTheSuffixInEitherCaseWithOrWithoutACount(String line) {
    assertThat(BreachCheck.of(prefix -> List.of("0".repeat(35), line)).isBreached(PASSWORD))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1E4C9",
        "1E4C9B93F3F0682250B6CF8331B7EE68FD9",
        SUFFIX + ":0",
        SUFFIX + ":0\r",
        SUFFIX + "0"
      })
  void ignoresOtherSuffixesAndPadding(String line) {
    assertThat(BreachCheck.of(prefix -> List.of(line)).isBreached(PASSWORD)).isFalse();
  }

  @Test
  void letsThePasswordPassWhenTheSourceFails() {
    assertThat(BreachCheck.of(BreachCheckTest::fail).isBreached(PASSWORD)).isFalse();
  }

  @Test
  void refusesWhenTheSourceFailsAndMustNot() {
    BreachCheck strict = BreachCheck.of(BreachCheckTest::fail, BreachCheck.OnFailure.REFUSE);

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> strict.isBreached(PASSWORD))
        .satisfies(refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
          assertThat(refusal.detail()).doesNotContain(PREFIX);
        });
  }

  @Test
  void keepsTheInterruptOfACallerThatWaitedForTheSource() {
    BreachCheck check = BreachCheck.of(prefix -> {
      throw new InterruptedException();
    });

    assertThat(check.isBreached(PASSWORD)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void knowsNoBreachWhenItIsOff() {
    assertThat(BreachCheck.off().isBreached(PASSWORD)).isFalse();
  }

  private static List<String> fail(String prefix) throws IOException {
    throw new IOException("GET /range/" + prefix);
  }
}
