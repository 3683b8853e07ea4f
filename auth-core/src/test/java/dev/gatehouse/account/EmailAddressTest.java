package dev.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {
  private static String canonical(String text) {
    return EmailAddress.parse(text).map(EmailAddress::canonical).orElse("refused");
  }

  private static String display(String text) {
    return EmailAddress.parse(text).map(EmailAddress::display).orElse("refused");
  }

  @ParameterizedTest
  @DisplayName("EM-02, EM-05: all spellings of one address are one identity")
  @CsvSource({
    "A@Example.COM, a@example.com",
    "a@example.com., a@example.com",
    "a@EXAMPLE.com., a@example.com",
    "a@bücher.example, a@xn--bcher-kva.example",
    "a@BÜCHER.example, a@xn--bcher-kva.example",
    "a@bu\u0308cher.example, a@xn--bcher-kva.example",
    "a@BU\u0308CHER.example., a@xn--bcher-kva.example",
    "a@XN--BCHER-KVA.example, a@xn--bcher-kva.example",
    "a@例え.テスト, a@xn--r8jz45g.xn--zckzah",
    "O'Brien+Tag@mail.example.org, o'brien+tag@mail.example.org",
    "user_name-1.two=x#y$z&*/?^`{|}~@example.com, user_name-1.two=x#y$z&*/?^`{|}~@example.com",
    "a@1.example, a@1.example",
    "a@a--b.example, a@a--b.example",
  })
  void spellingsOfOneAddressAreOneIdentity(String text, String expected) {
    assertThat(canonical(text)).isEqualTo(expected);
  }

  @Test
  void equalityFollowsTheCanonicalForm() {
    assertThat(EmailAddress.parse("A@Example.COM"))
        .isEqualTo(EmailAddress.parse("a@example.com."))
        .hasSameHashCodeAs(EmailAddress.parse("a@example.com"));
  }

  @ParameterizedTest
  @DisplayName("The owner's spelling stays, in a form that an envelope carries")
  @CsvSource({
    "Bob.Smith@Example.COM, Bob.Smith@Example.COM",
    "Bob@Example.COM., Bob@Example.COM",
    "Bob@Bücher.Example, Bob@xn--bcher-kva.example",
  })
  void keepsTheOwnersSpelling(String text, String expected) {
    assertThat(display(text)).isEqualTo(expected);
  }

  @Test
  @DisplayName("EM-03: dots and tags stay distinct")
  void dotsAndTagsStayDistinct() {
    assertThat(Stream.of("ab@gmail.com", "a.b@gmail.com", "ab+x@gmail.com", "ab+y@gmail.com")
            .map(EmailAddressTest::canonical))
        .doesNotContain("refused")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @DisplayName("EM-04: look-alikes of ASCII are refused or stay distinct, never merged")
  @ValueSource(
      strings = {
        "\u0430dmin@example.com",
        "adm\u0131n@example.com",
        "ADM\u0130N@example.com",
        "\u017fam@example.com",
        "\u212aim@example.com",
        "\uff41dmin@example.com",
        "a@ex\u0430mple.com",
        "a@ex\u0131mple.com",
        "a@ex\u0130mple.com",
        "a@\u017fam.com",
        "a@\u212aim.com",
        "a@\uff45xample.com",
        "a@stra\u00dfe.com",
        "a@\u03c2.com",
        "a@exa\u00admple.com",
        "a@exa\u200bmple.com",
        "a@exa\u200cmple.com",
        "a@exa\u200dmple.com",
        "a@exa\u2060mple.com",
        "a@exa\ufe0fmple.com",
        "a@\ufb01x.com",
        "a@\u2460.com",
        "a@exa\u202emple.com",
      })
  void lookAlikesAreNeverMerged(String text) {
    assertThat(canonical(text))
        .isNotIn(
            "admin@example.com",
            "sam@example.com",
            "kim@example.com",
            "a@example.com",
            "a@eximple.com",
            "a@sam.com",
            "a@kim.com",
            "a@strasse.com",
            "a@fix.com",
            "a@1.com");
    assertThat(canonical(text)).matches("refused|a@(?:xn--[a-z0-9-]+)\\.com");
  }

  @Test
  @DisplayName(
      "EM-04: no letter of any script becomes ASCII in a domain or is accepted in a local part")
  void noLetterOfAnyScriptBecomesAscii() {
    Predicate<String> isPunycode = Pattern.compile("a@xn--[a-z0-9-]+\\.com").asMatchPredicate();
    Set<String> seen = new HashSet<>();
    List<Integer> merged = new ArrayList<>();
    int step = Boolean.getBoolean("test.thorough") ? 1 : 7;
    for (int point = 0x80; point <= Character.MAX_CODE_POINT; point += step) {
      if (!isWorthATry(point)) {
        continue;
      }
      String letter = Character.toString(point);
      String domain = canonical("a@x" + letter + ".com");
      boolean harmless = domain.equals("refused") || isPunycode.test(domain);
      if (!harmless || EmailAddress.parse(letter + "@example.com").isPresent()) {
        merged.add(point);
      }
      seen.add(domain);
    }
    assertThat(merged).isEmpty();
    assertThat(seen).hasSizeGreaterThan(1_000);
  }

  // Han and Hangul are three quarters of all letters, and none of them looks like ASCII.
  private static boolean isWorthATry(int point) {
    Character.UnicodeScript script = Character.UnicodeScript.of(point);
    return Character.isDefined(point)
        && Character.getType(point) != Character.PRIVATE_USE
        && script != Character.UnicodeScript.HAN
        && script != Character.UnicodeScript.HANGUL;
  }

  @Test
  @DisplayName("EM-04: the language of the platform makes no difference (tr-TR)")
  void theLanguageOfThePlatformMakesNoDifference() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(canonical("ADMIN@INFO.EXAMPLE")).isEqualTo("admin@info.example");
      assertThat(canonical("a@BÜCHERI.EXAMPLE")).isEqualTo(canonical("a@bücheri.example"));
    } finally {
      Locale.setDefault(before);
    }
  }

  static Stream<String> refused() {
    String label63 = "d".repeat(63);
    return Stream.of(
        "",
        "@",
        "a",
        "a@",
        "@example.com",
        "example.com",
        // EM-06
        "a\uff20example.com",
        "a\ufe6bexample.com",
        "a@b\uff20example.com",
        "a@@example.com",
        "a@b@example.com",
        "\"a@x\"@y.com",
        "\"a\"@example.com",
        "a(comment)@example.com",
        "a@(comment)example.com",
        "a@example.com(comment)",
        "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]",
        "a@192.0.2.1",
        "a@3221225985",
        "a @example.com",
        "a@ example.com",
        " a@example.com",
        "a@example.com ",
        "a\u00a0b@example.com",
        "a@example\u3002com",
        "a@example\uff0ecom",
        "a@example\uff61com",
        "a@ex\uff0fample.com",
        // EM-07
        "a@x.com,b@y.com",
        "a@x.com;b@y.com",
        "a@x.com b@y.com",
        "<a@x.com>",
        "Name <a@x.com>",
        "mailto:a@x.com",
        // EM-08
        "a@example.com\r\nBcc: b@example.com",
        "a\r\nBcc:b@example.com",
        "a@example.com\n",
        "\na@example.com",
        "%0aBcc:b@example.com",
        "a@example.com%0aBcc:b",
        "a\0@example.com",
        "a@example.com\0",
        "a@exa\0mple.com",
        "a\tb@example.com",
        "a\u000bb@example.com",
        "a@example.com\u000b",
        "a\u2028@example.com",
        "a@example.com\u2028",
        "a@exam\u2029ple.com",
        "a@exam\u0085ple.com",
        "a\u007f@example.com",
        "a@example.com".repeat(1000),
        "a".repeat(65) + "@example.com",
        "a@" + "d".repeat(64) + ".com",
        "a@" + "ü".repeat(60) + ".com",
        "a@" + (label63 + ".").repeat(4) + "com",
        "a".repeat(10_000) + "@example.com",
        "a@" + "d.".repeat(5_000) + "com",
        // dots and hyphens
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@example..com",
        "a@.example.com",
        "a@example.com..",
        "a@.",
        "a@-example.com",
        "a@example-.com",
        "a@exa_mple.com",
        "a@localhost",
        "a@com.",
        // relays and options
        "user%host@example.com",
        "host!user@example.com",
        "-oQ/tmp@example.com",
        "a@-d.com",
        "a\\@example.com",
        "a@exam\ud800ple.com",
        "\ud800@example.com");
  }

  @ParameterizedTest
  @MethodSource("refused")
  @DisplayName("EM-06, EM-07, EM-08: anything but one plain address is refused")
  void refusesAnythingButOnePlainAddress(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("EM-08: lengths are limited at the limit")
  void limitsLengthsAtTheLimit() {
    String label63 = "d".repeat(63);
    String domain = label63 + '.' + label63 + '.' + "d".repeat(57) + ".com";
    assertThat(domain).hasSize(189);
    assertThat(canonical("a".repeat(64) + '@' + domain)).hasSize(254);
    assertThat(canonical("a".repeat(64) + '@' + domain + '.')).hasSize(254);
    assertThat(canonical(
            "a".repeat(64) + '@' + label63 + '.' + label63 + '.' + "d".repeat(58) + ".com"))
        .isEqualTo("refused");
    assertThat(canonical("a@" + label63 + ".com")).isNotEqualTo("refused");
  }

  @Test
  void theCanonicalFormReadsAsItself() {
    Random random = new Random(42);
    List<String> pieces = List.of(
        "a",
        "B",
        "z",
        "0",
        ".",
        "-",
        "+",
        "@",
        "@",
        "ü",
        "u\u0308",
        "I",
        "\u0130",
        "\u0131",
        "ß",
        "\u212a",
        "例",
        "xn--",
        "com",
        ".com",
        "xn--bcher-kva",
        "'",
        "_",
        "\u0430",
        "é",
        "ﬁ",
        "ع",
        "א",
        "1",
        "\u200d");
    int accepted = 0;
    for (int round = 0; round < 40_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(9);
      for (int i = 0; i < length; i++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String candidate = round % 2 == 0 ? text.toString() : "a@" + text + ".com";
      Optional<EmailAddress> address = EmailAddress.parse(candidate);
      if (address.isPresent()) {
        accepted++;
        assertReadsAsItself(address.get());
      }
    }
    assertThat(accepted).isGreaterThan(500);
  }

  private static void assertReadsAsItself(EmailAddress address) {
    assertThat(EmailAddress.parse(address.canonical()))
        .map(EmailAddress::canonical)
        .contains(address.canonical());
    assertThat(EmailAddress.parse(address.display())).contains(address);
    assertThat(address.display()).matches("[!-~]+");
  }

  @Test
  void doesNotPrintTheAddress() {
    assertThat(EmailAddress.parse("bob@example.com").orElseThrow().toString())
        .doesNotContain("bob");
  }
}
