package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailRendererTest {
  private static final Map<String, String> ALL = Map.of(
      "token", "gvt_abc-DEF_123",
      "name", "Ada",
      "device", "Firefox on Linux",
      "address", "192.0.2.1",
      "time", "2026-01-02 03:04 UTC",
      "email", "new@example.com");

  private final MailRenderer renderer =
      new MailRenderer(MailSettings.of("Acme & Sons", URI.create("https://app.example.com/")));

  private MailMessage render(MailTemplate template, Locale locale, Map<String, String> values) {
    return renderer.render(template, "ada@example.com", locale, values);
  }

  static Stream<Arguments> templatesInLanguages() {
    return Stream.of(MailTemplate.values())
        .flatMap(template -> Stream.of(Locale.ENGLISH, Locale.GERMANY)
            .map(locale -> Arguments.of(template, locale)));
  }

  @ParameterizedTest
  @MethodSource("templatesInLanguages")
  void everyMailIsCompleteInEveryLanguage(MailTemplate template, Locale locale) {
    for (Map<String, String> values : List.of(ALL, Map.of("token", "gvt_abc"))) {
      MailMessage mail = render(template, locale, values);
      assertThat(mail.template()).isEqualTo(template.id());
      assertThat(mail.to()).isEqualTo("ada@example.com");
      assertThat(mail.subject()).contains("Acme & Sons").hasSizeBetween(15, 90);
      assertThat(mail.text()).contains("Acme & Sons").doesNotContainPattern("\\{[#/a-z]");
      assertThat(mail.text()).doesNotContain("null").doesNotContain("\n\n\n");
      assertThat(mail.html())
          .contains("lang=\"" + locale.getLanguage() + '"')
          .contains("Acme &amp; Sons")
          .doesNotContain("Acme & Sons")
          .doesNotContainPattern("\\{[#/]?[a-z_]+\\}")
          .doesNotContain("src=")
          .doesNotContain("@import");
    }
  }

  @Test
  void bothLanguagesHaveTheSameSentences() throws Exception {
    assertThat(keys("messages_de.properties"))
        .containsExactlyInAnyOrderElementsOf(keys("messages_en.properties"));
    assertThat(keys("messages_en.properties").stream().filter(key -> key.contains(".")))
        .allMatch(key -> Stream.of(MailTemplate.values())
            .anyMatch(template -> key.startsWith(template.id() + '.')));
  }

  private static List<String> keys(String resource) throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(MailTexts.resource(resource)));
    return new ArrayList<>(properties.stringPropertyNames());
  }

  @Test
  void speaksTheLanguageOfThePersonAndElseEnglish() {
    assertThat(subject(Locale.forLanguageTag("de-AT"))).startsWith("Bestätigen");
    assertThat(subject(Locale.FRENCH)).startsWith("Confirm");
    assertThat(subject(Locale.ROOT)).startsWith("Confirm");
    assertThat(subject(new Locale("../../../etc/passwd"))).startsWith("Confirm");
  }

  @Test
  void theLanguageOfTheServerMakesNoDifference() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(subject(Locale.FRENCH)).startsWith("Confirm");
      assertThat(subject(Locale.ENGLISH)).startsWith("Confirm");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void templateIdsDoNotDependOnTheLanguageOfTheServer() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(MailTemplate.VERIFY_EMAIL.id()).isEqualTo("verify_email");
    } finally {
      Locale.setDefault(before);
    }
  }

  private String subject(Locale locale) {
    return render(MailTemplate.VERIFY_EMAIL, locale, ALL).subject();
  }

  @Test
  void linksComeFromTheSettingsAndCarryTheTokenInTheFragment() {
    assertThat(render(MailTemplate.VERIFY_EMAIL, Locale.ENGLISH, ALL).text())
        .contains("https://app.example.com/verify-email#token=gvt_abc-DEF_123\n");
    assertThat(render(MailTemplate.RESET_PASSWORD, Locale.ENGLISH, ALL).html())
        .contains("href=\"https://app.example.com/reset-password#token=gvt_abc-DEF_123\"");
    assertThat(render(MailTemplate.EMAIL_CHANGE_CONFIRM, Locale.ENGLISH, ALL).text())
        .contains("https://app.example.com/change-email#token=gvt_abc-DEF_123\n");
  }

  @ParameterizedTest
  @EnumSource(MailTemplate.class)
  void onlyMailsThatNeedTheTokenHoldIt(MailTemplate template) {
    MailMessage mail = render(template, Locale.ENGLISH, ALL);

    assertThat(mail.text().contains("gvt_abc")).isEqualTo(template.needsToken());
    assertThat(mail.html().contains("gvt_abc")).isEqualTo(template.needsToken());
    assertThat(mail.subject()).doesNotContain("gvt_abc");
  }

  @Test
  void aPathMayNameThePlaceOfTheToken() {
    MailSettings settings = new MailSettings(
        "Acme",
        URI.create("https://app.example.com/base"),
        "/v/{token}?x=1",
        "/r",
        "/c",
        "/u",
        "/l",
        "/f",
        "/k");

    assertThat(settings.link(MailTemplate.Page.VERIFY, "a b&c"))
        .isEqualTo("https://app.example.com/base/v/a+b%26c?x=1");
  }

  static Stream<String> hostileValues() {
    return Stream.of(
        "{{7*7}} ${7*7} <% 7*7 %> #{7*7}",
        "{token} {link} {#link}x{/link} {app}",
        "$1 \\1 $0 \\",
        "<script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "' onclick='x",
        "&lt;b&gt;",
        "]]> --> <!--");
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  @DisplayName("EM-16: values are text in both parts, never markup and never template syntax")
  void valuesAreTextInBothParts(String hostile) {
    Map<String, String> values =
        Map.of("name", hostile, "device", hostile, "address", hostile, "time", hostile);
    MailMessage mail = render(MailTemplate.PASSWORD_CHANGED, Locale.ENGLISH, values);

    assertThat(mail.text()).contains("Hello " + hostile + ",").contains("Device: " + hostile);
    assertThat(mail.html()).contains("<bdi>" + MailText.html(hostile) + "</bdi>");
    assertThat(mail.html())
        .doesNotContain("<script")
        .doesNotContain("<!-- ")
        .doesNotContain("\" onmouseover")
        .doesNotContain("' onclick")
        .doesNotContain("49");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: x@y.z",
        "a\nb",
        "a\u2028b",
        "a\u0085b",
        "a\0b",
        "a\u001bb",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\ud800b"
      })
  @DisplayName("EM-08, EM-16: a value neither starts a line nor turns the reading direction")
  void aValueStaysOnItsLine(String hostile) {
    MailMessage mail =
        render(MailTemplate.PASSWORD_CHANGED, Locale.ENGLISH, Map.of("name", hostile));

    assertThat(mail.text()).containsPattern("Hello a {1,2}(Bcc: x@y.z|b),\n");
    assertThat(mail.html()).containsPattern("Hello a {1,2}(Bcc: x@y.z|b),<");
  }

  @Test
  void aLongValueIsCut() {
    MailMessage mail = render(
        MailTemplate.PASSWORD_CHANGED, Locale.ENGLISH, Map.of("device", "x".repeat(1_000_000)));

    assertThat(mail.text()).hasSizeLessThan(2_000).contains("x".repeat(200));
  }

  @ParameterizedTest
  @EnumSource(
      value = MailTemplate.class,
      names = {"VERIFY_EMAIL", "ALREADY_REGISTERED", "RESET_PASSWORD", "EMAIL_CHANGE_CONFIRM"})
  @DisplayName("A mail that anybody can cause holds no words of anybody")
  void aMailThatAnybodyCanCauseHoldsNoWordsOfAnybody(MailTemplate template) {
    MailMessage mail = render(template, Locale.ENGLISH, ALL);

    assertThat(mail.text()).doesNotContain("Ada").doesNotContain("Firefox").doesNotContain("new@");
    assertThat(mail.html()).doesNotContain("Ada").doesNotContain("Firefox").doesNotContain("new@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@x.com\r\nBcc: b@x.com", "a@x.com\n", "a\0@x.com", "a\u2028@x.com", "", " "})
  @DisplayName("EM-08: address and subject of a message are one line")
  void addressAndSubjectAreOneLine(String hostile) {
    assertThatThrownBy(() -> new MailMessage("t", hostile, "s", "", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MailMessage("t", "a@x.com", hostile, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x.com",
        "https://user@x.com",
        "https://x.com?a=b",
        "https://x.com#f",
        "/path",
        "mailto:a@x.com",
        "javascript:alert(1)"
      })
  void refusesABaseThatIsNoPlainWebAddress(String base) {
    assertThatThrownBy(() -> MailSettings.of("Acme", URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "verify", "//evil.com", "https://evil.com", "/a b", "/a\r\nb", "@evil.com"})
  void refusesAPathThatLeadsElsewhere(String path) {
    assertThatThrownBy(() -> new MailSettings(
            "Acme", URI.create("https://x.com"), path, "/r", "/c", "/u", "/l", "/f", "/k"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Acme\r\nBcc: x", "Ac\u202eme"})
  void refusesANameThatIsNotOneLine(String name) {
    assertThatThrownBy(() -> MailSettings.of(name, URI.create("https://x.com")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
