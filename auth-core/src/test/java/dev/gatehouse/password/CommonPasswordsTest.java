package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommonPasswordsTest {
  private final CommonPasswords common = CommonPasswords.bundled();

  @Test
  void knowsEachOfTheTenThousandMostFrequentAndNotTheRest() throws Exception {
    List<String> ranked = ranked();

    assertThat(ranked.size()).isGreaterThan(CommonPasswords.COUNT);
    assertThat(ranked.subList(0, CommonPasswords.COUNT)).allMatch(common::isCommon);
    assertThat(ranked.get(CommonPasswords.COUNT - 1)).isEqualTo("qqqqqq1");
    assertThat(ranked.subList(CommonPasswords.COUNT, ranked.size()).stream()
            .filter(word -> !common.isCommon(word))
            .count())
        .isGreaterThan(15_000);
  }

  @Test
  void isReadOnce() {
    assertThat(CommonPasswords.bundled()).isSameAs(common);
  }

  @Test
  void looksThroughAtMostSevenSignsOfDecoration() {
    assertThat(common.isCommon("dragon1234567")).isTrue();
    assertThat(common.isCommon("dragon71938264")).isFalse();
  }

  @Test
  void survivesEmptyTextAndTextWithoutLetters() {
    assertThat(common.isCommon("")).isFalse();
    assertThat(common.isCommon("73 19 04 48 21")).isFalse();
  }

  private static List<String> ranked() throws Exception {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        CommonPasswords.class.getResourceAsStream("passwords.txt"), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }
}
