package dev.gatehouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

final class SecurityLogTest {
  private static final UserId USER = new UserId(new UUID(0x0190_0000_0000_7000L, 1));

  private final CapturedLog lines = new CapturedLog();
  private final SecurityLog log = new SecurityLog(lines, false);

  @Test
  void wordsAFailedLoginAsTheOwaspVocabularyDoes() {
    log.write(event(EventType.LOGIN_FAILED, "wrong_password", Map.of("method", "pwd")));

    CapturedLog.Line line = lines.lines().get(0);
    assertThat(line.level()).isEqualTo(Level.WARN);
    assertThat(line.message()).isEqualTo("authn_login_fail login.failed");
    assertThat(line.fields())
        .containsEntry("event.action", "authn_login_fail")
        .containsEntry("event.code", "login.failed")
        .containsEntry("event.outcome", "failure")
        .containsEntry("event.reason", "wrong_password")
        .containsEntry("user.id", USER.toString())
        .containsEntry("gatehouse.actor.kind", "USER")
        .containsEntry("gatehouse.actor.id", USER.toString())
        .containsEntry("source.ip", "192.0.2.1")
        .containsEntry("user_agent.original", "curl/8")
        .containsEntry("http.request.id", "req-1")
        .containsEntry("gatehouse.data.method", "pwd");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    log.write(new Event(
        UUID.randomUUID(),
        Instant.EPOCH,
        EventType.LOGIN_SUCCEEDED,
        "success",
        Optional.empty(),
        Actor.anonymous(),
        ClientInfo.none(),
        Map.of()));

    assertThat(lines.lines().get(0).fields())
        .containsOnlyKeys(
            "event.action", "event.code", "event.id", "event.outcome", "gatehouse.actor.kind");
  }

  @Test
  void isAsLoudAsTheEventIsSevere() {
    log.write(event(EventType.USER_REGISTERED, "success", Map.of()));
    log.write(event(EventType.PASSWORD_RESET_COMPLETED, "success", Map.of()));
    log.write(event(EventType.TOKEN_REUSE_DETECTED, "success", Map.of()));

    assertThat(lines.lines())
        .extracting(CapturedLog.Line::level)
        .containsExactly(Level.INFO, Level.WARN, Level.ERROR);
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        "a\r\nauthn_login_success login.succeeded user=admin",
        "a\u001b[2J\u001b[1;1Hb",
        "a\u2028b\u2029c\u0085d",
        "\u202etxt.exe\u202c \u2066x\u2069",
        "${jndi:ldap://x/a}",
        "${${lower:j}ndi:ldap://x}",
        "%n%s%x {} {}",
        "\ud800 half a pair \udc00",
        "NUL \0 BEL \u0007 DEL \u007f TAB \t",
        "x".repeat(1_000_000),
        "\r".repeat(1_000_000),
        "\ud83d\ude00".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  @DisplayName("LOG-01: hostile text becomes one escaped, truncated line")
  void hostileTextBecomesOneEscapedTruncatedLine(String hostile) {
    Event event = hostileEvent(hostile);
    log.write(event);
    new SecurityLog(lines, true).write(event);

    CapturedLog.Line fields = lines.lines().get(0);
    assertThat(fields.message()).isEqualTo("authn_login_fail login.failed");
    assertThat(fields.fields().values()).allSatisfy(value -> assertHarmless(value.toString()));
    assertThat(fields.fields().keySet()).allSatisfy(SecurityLogTest::assertHarmless);
    assertThat(lines.lines().get(1).message())
        .doesNotContain("${")
        .doesNotContainPattern("\\p{Cntrl}");
  }

  private static Event hostileEvent(String hostile) {
    return new Event(
        UUID.randomUUID(),
        Instant.EPOCH,
        EventType.LOGIN_FAILED,
        hostile,
        Optional.of(USER),
        Actor.system(hostile),
        new ClientInfo(hostile, hostile, hostile),
        Map.of("fact", hostile, hostile, "value"));
  }

  private static void assertHarmless(String text) {
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024 + 15);
    assertThat(text).doesNotContain("${");
    assertThat(text.codePoints())
        .noneMatch(point -> Character.isISOControl(point)
            || Character.getType(point) == Character.FORMAT
            || Character.getType(point) == Character.SURROGATE
            || Character.getType(point) == Character.LINE_SEPARATOR
            || Character.getType(point) == Character.PARAGRAPH_SEPARATOR);
  }

  @Test
  @DisplayName("LOG-01: a value of exactly 1 KiB is cut, with a mark, to no more than 1 KiB")
  void cutsAtOneKibibyte() {
    assertThat(LogText.clean("x".repeat(1021))).isEqualTo("x".repeat(1021));
    assertThat(LogText.clean("x".repeat(1022))).isEqualTo("x".repeat(1021) + "…");
    assertThat(LogText.clean("é".repeat(600)).getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(1020, 1024);
  }

  @Test
  void showsWhatItNeutralised() {
    assertThat(LogText.clean("a\r\nb\u202ec${d}")).isEqualTo("a\\u000d\\u000ab\\u202ec$\\u007bd}");
  }

  @Test
  void printsOneJsonObjectWhenAskedTo() throws Exception {
    new SecurityLog(lines, true)
        .write(event(EventType.LOGIN_FAILED, "wrong_password", Map.of("quote", "\"\\/é😀")));

    CapturedLog.Line line = lines.lines().get(0);
    Map<String, Object> parsed = JsonUtil.parseJson(line.message());
    Map<String, Object> expected = new HashMap<>();
    expected.put("@timestamp", "2026-01-02T03:04:05.678901Z");
    expected.put("log.level", "WARN");
    expected.put("event.action", "authn_login_fail");
    expected.put("gatehouse.data.quote", "\"\\/é😀");
    assertThat(parsed).containsAllEntriesOf(expected);
    assertThat(line.message()).doesNotContain("\n");
    assertThat(line.fields()).isEmpty();
  }

  private static Event event(EventType type, String outcome, Map<String, String> data) {
    return new Event(
        UUID.randomUUID(),
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        type,
        outcome,
        Optional.of(USER),
        Actor.user(USER),
        new ClientInfo("192.0.2.1", "curl/8", "req-1"),
        data);
  }
}
