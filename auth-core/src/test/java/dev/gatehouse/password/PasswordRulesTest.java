package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordRulesTest {
  private static final List<String> ALICE =
      List.of("Alice.Müller@example.com", "Alice Müller", "Gatehouse");

  private final PasswordRules rules = Fixtures.rules();

  @ParameterizedTest
  @DisplayName("PW-01 12 to 256 code points, counted after normalisation")
  @CsvSource({
    "11,TOO_SHORT",
    "12,",
    "64,",
    "128,",
    "256,",
    "257,TOO_LONG",
    "1048576,TOO_LONG",
  })
  void countsCodePoints(int length, String weakness) {
    for (String unit : List.of("ю", "😀", "o\u0308")) {
      List<Weakness> found = rules.judge(Secret.of(varied(length - 1, unit) + unit), List.of());

      assertThat(found)
          .isEqualTo(weakness == null ? List.of() : List.of(Weakness.valueOf(weakness)));
    }
  }

  @Test
  @DisplayName("PW-01 100 MB are refused without being looked at")
  void refusesAHundredMegabytes() {
    // NUL inside: whoever looks at it calls it NOT_TEXT.
    Secret huge = Secret.of("\u0000".repeat(100_000_000));

    assertThat(rules.judge(huge, List.of())).containsExactly(Weakness.TOO_LONG);
    assertThat(rules.readable(huge)).isEmpty();
  }

  @Test
  @DisplayName("PW-01 a megabyte costs nothing: it is not even normalised")
  void doesNotNormalizeWhatIsTooLongAnyway() {
    Secret megabyte = Secret.of("o\u0308".repeat(1 << 19));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    rules.readable(megabyte);
    long before = threads.getThreadAllocatedBytes(thread);

    assertThat(rules.readable(megabyte).isEmpty()).isTrue();
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(100_000);
  }

  @ParameterizedTest
  @DisplayName("PW-02 blanks count and are kept")
  @ValueSource(strings = {"            1", " leading and trailing ", "tab\tand\nnewline"})
  void keepsBlanks(String password) {
    assertThat(rules.normalize(Secret.of(password)).reveal()).isEqualTo(password);
    assertThat(rules.judge(Secret.of(password), List.of())).isEmpty();
  }

  @Test
  @DisplayName("PW-02 combining sequences and their composed characters are one password")
  void normalizesToNfc() {
    assertThat(rules.normalize(Secret.of("o\u0308ffnen Sie bitte")))
        .isEqualTo(rules.normalize(Secret.of("öffnen Sie bitte")));
    assertThat(rules.normalize(Secret.of("\u1112\u1161\u11ab")).reveal()).isEqualTo("한");
    // Compatibility characters stay what they are: NFC, not NFKC.
    assertThat(rules.normalize(Secret.of("ﬁne")).reveal()).isEqualTo("ﬁne");
  }

  @ParameterizedTest
  @DisplayName("PW-02 a lone surrogate and a NUL are refused")
  @ValueSource(
      strings = {
        "half a pair \ud83d here",
        "\ude00 begins with it",
        "ends with it \ud83d",
        "nul \u0000 inside it",
        "the wrong way \ude00\ud83d"
      })
  void refusesWhatIsNotText(String password) {
    assertThat(rules.judge(Secret.of(password), List.of())).containsExactly(Weakness.NOT_TEXT);
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> rules.normalize(Secret.of(password)))
        .satisfies(refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
          assertThat(refusal.details()).containsEntry("reasons", List.of("not_text"));
        });
  }

  @Test
  void normalizingTwiceChangesNothingMore() {
    for (String text : List.of("Å\u0301ngström unit", "\ud834\udd60 note", "한국어 비밀번호", "plain")) {
      Secret once = rules.normalize(Secret.of(text));
      assertThat(rules.normalize(once)).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @DisplayName("PW-03 address, name and service with little beside them are refused")
  @ValueSource(
      strings = {
        "alice.müller@example.com",
        "ALICE.MÜLLER@EXAMPLE.COM!!",
        "alice.müller1234",
        "AliceMüller1234",
        "1234-mu\u0308ller-alice",
        "gatehouse2026!!",
        "GATEHOUSEgatehouse",
      })
  void refusesLookAlikesOfTheLogin(String password) {
    assertThat(rules.judge(Secret.of(password), ALICE)).containsExactly(Weakness.CONTAINS_LOGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"malice in wonderland blues", "ali ce mul ler 12", "the house at the gate"})
  void allowsAPasswordThatIsLongEnoughWithoutTheLogin(String password) {
    assertThat(rules.judge(Secret.of(password), ALICE)).isEmpty();
  }

  @Test
  void ignoresPersonalWordsOfThreeLettersAndEmptyOnes() {
    assertThat(rules.judge(Secret.of("bob and ann 12"), List.of("bob@x.io", "Ann", "", "@")))
        .isEmpty();
  }

  @ParameterizedTest
  @DisplayName("PW-03 what guessers try first is refused")
  @ValueSource(
      strings = {
        "1qaz2wsx3edc",
        "1QAZ2WSX3EDC",
        "qwerty123456",
        "Password1234",
        "monkey!!2024",
        "2024-football",
        "passwordpassword",
        "aaaaaaaaaaaa",
        "121212121212",
        "qwertyuiopqwertyuiop",
      })
  void refusesCommonPasswords(String password) {
    assertThat(rules.judge(Secret.of(password), List.of())).containsExactly(Weakness.TOO_COMMON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery", "dragon and 9 monkeys", "83920174650183dragon"})
  void allowsCommonWordsAmongOthers(String password) {
    assertThat(rules.judge(Secret.of(password), List.of())).isEmpty();
  }

  @Test
  void asksNoListWhenThePolicySaysSo() {
    PasswordRules lenient = new PasswordRules(new PasswordPolicy(8, 64, false), BreachCheck.off());

    assertThat(lenient.judge(Secret.of("password"), List.of())).isEmpty();
  }

  @Test
  void tellsAllWeaknessesAtOnceWithTheirCodes() {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> rules.requireStrong(Secret.of("dragon"), List.of("dragon@example.com")))
        .satisfies(refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
          assertThat(refusal.details())
              .containsEntry("reasons", List.of("too_short", "too_common", "contains_login"));
          assertThat(refusal.detail()).doesNotContain("dragon");
        });
  }

  @Test
  void letsAStrongPasswordPass() {
    assertThatCode(() -> rules.requireStrong(Secret.of("correct horse battery"), ALICE))
        .doesNotThrowAnyException();
  }

  @Test
  void asksForBreachesOnlyWhenNothingElseIsWrongAndInTheNormalForm() {
    List<String> asked = new ArrayList<>();
    PasswordRules strict = new PasswordRules(PasswordPolicy.defaults(), password -> {
      asked.add(password.reveal());
      return true;
    });

    assertThat(strict.judge(Secret.of("short"), List.of())).containsExactly(Weakness.TOO_SHORT);
    assertThat(strict.judge(Secret.of("o\u0308ffnen Sie bitte"), List.of()))
        .containsExactly(Weakness.BREACHED);
    assertThat(asked).containsExactly("öffnen Sie bitte");
  }

  @Test
  void weaknessesHaveLowerSnakeCodes() {
    assertThat(Weakness.values())
        .extracting(Weakness::code)
        .containsExactly(
            "too_short",
            "too_long",
            "too_common",
            "breached",
            "contains_login",
            "same_as_before",
            "not_text");
  }

  @ParameterizedTest
  @CsvSource({"7,256,7", "65,256,65", "12,63,63", "12,1025,1025"})
  void aPolicyOutOfBoundsNamesTheValue(int min, int max, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordPolicy(min, max, true))
        .withMessageContaining(named);
  }

  /** No repetition, nothing common, and each unit one code point once normalised. */
  private static String varied(int count, String unit) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i % 3 == 0 ? unit : String.valueOf((char) ('a' + i * 7 % 23)));
    }
    return text.toString();
  }
}
