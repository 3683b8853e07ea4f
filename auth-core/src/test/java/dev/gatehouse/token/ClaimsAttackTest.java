package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows JWT-24 to JWT-38 of the abuse catalogue: wrong claims under a genuine signature of our own key. */
final class ClaimsAttackTest {
  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final Forge forge = new Forge(node, clock.instant());
  private final long now = clock.instant().getEpochSecond();

  @ParameterizedTest
  @ValueSource(
      strings = {"iss", "aud", "sub", "sid", "jti", "iat", "exp", "auth_time", "uep", "rep", "amr"})
  @DisplayName("JWT-26 JWT-28 JWT-29 JWT-33 each claim missing or null")
  void refusesATokenWithoutAClaim(String claim) {
    assertThat(outcome(claim, null)).isEqualTo("MALFORMED");
    assertThat(outcome(claim, "null")).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-24 depth and size of claims")
  @ValueSource(ints = {8, 100, 1_900})
  void refusesDeepNesting(int depth) {
    assertThat(outcome("x", "[".repeat(depth) + "]".repeat(depth))).isEqualTo("MALFORMED");
    assertThat(outcome("x", "{\"a\":".repeat(depth / 3) + "1" + "}".repeat(depth / 3)))
        .isEqualTo(depth / 3 > 7 ? "MALFORMED" : "verified");
  }

  @Test
  @DisplayName("JWT-24 the deepest nesting that is read")
  void skipsSevenLevelsBelowTheOutermostObject() {
    assertThat(outcome("x", "[".repeat(7) + "]".repeat(7))).isEqualTo("verified");
  }

  @Test
  @DisplayName("JWT-24 a number of thousands of digits")
  void refusesANumberWithoutEnd() {
    assertThat(outcome("exp", "9".repeat(5_000))).isEqualTo("MALFORMED");
    assertThat(outcome("uep", "1".repeat(19))).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-25 a claim twice, also escaped, also nested")
  @ValueSource(
      strings = {
        "\"sub\":\"usr_01h455vb4pex5vsknk084sn02q\"",
        "\"\\u0073ub\":\"usr_01h455vb4pex5vsknk084sn02q\"",
        "\"exp\":1795349400",
        "\"\\u0065xp\":9",
        "\"roles\":1,\"roles\":2",
        "\"x\":{\"a\":1,\"a\":2}",
        "\"x\":[{\"a\":1,\"\\u0061\":2}]"
      })
  void refusesADuplicateClaim(String more) {
    String payload = forge.payload();

    assertThat(node.outcome(
            forge.tokenWithPayload(payload.substring(0, payload.length() - 1) + ',' + more + '}')))
        .isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-26 dates that are no whole seconds")
  @ValueSource(
      strings = {
        "\"1795349400\"",
        "true",
        "-1",
        "1.5",
        "1795349400.0",
        "1.795349400e9",
        "1e12",
        "1e400",
        "01795349400",
        "+1",
        "9223372036854775808",
        "253402300800",
        "[1795349400]",
        "{}",
        "0x6B",
        "NaN",
        "Infinity",
        ""
      })
  void refusesADateThatIsNoPlainInteger(String date) {
    assertThat(outcome("exp", date)).isEqualTo("MALFORMED");
    assertThat(new Forge(node, clock.instant()).with("iat", date).token())
        .satisfies(token -> assertThat(node.outcome(token)).isEqualTo("MALFORMED"));
  }

  @ParameterizedTest
  @DisplayName("JWT-26 dates that do not fit together")
  @CsvSource({
    "exp, 0, MALFORMED",
    "exp, 253402300799, TOO_LONG",
    "exp, 4951022400, TOO_LONG",
    "exp, -601, MALFORMED"
  })
  void refusesAnImpossibleEnd(String claim, String value, String reason) {
    assertThat(outcome(claim, value)).isEqualTo(reason);
  }

  @Test
  @DisplayName("JWT-26 lifetime at the limit and one second above")
  void refusesATokenThatLastsLongerThanThePolicyAllows() {
    assertThat(outcome("exp", String.valueOf(now + 600))).isEqualTo("verified");
    assertThat(outcome("exp", String.valueOf(now + 601))).isEqualTo("TOO_LONG");
    assertThat(outcome("exp", String.valueOf(now))).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-26 issued in the future, at the skew and one second beyond")
  void refusesATokenFromTheFuture() {
    assertThat(issuedAt(now + 30)).isEqualTo("verified");
    assertThat(issuedAt(now + 31)).isEqualTo("NOT_YET_VALID");
  }

  @ParameterizedTest
  @DisplayName("JWT-26 claims that restrict the token and that we never write")
  @ValueSource(strings = {"nbf", "cnf"})
  void refusesClaimsThatWouldHaveToBeEnforced(String claim) {
    assertThat(outcome(claim, "1")).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-27 the instant of expiry, with the skew and clock jumps")
  void isValidUntilBeforeExpiryPlusSkew() {
    String token = forge.token();
    Instant end = clock.instant().plusSeconds(600).plusSeconds(30);

    clock.set(end.minusNanos(1));
    assertThat(node.outcome(token)).isEqualTo("verified");
    clock.set(end);
    assertThat(node.outcome(token)).isEqualTo("EXPIRED");
    clock.set(end.plusSeconds(1));
    assertThat(node.outcome(token)).isEqualTo("EXPIRED");
    clock.set(end.minusSeconds(600));
    assertThat(node.outcome(token)).isEqualTo("verified");
    clock.set(end.minus(Duration.ofMinutes(12)));
    assertThat(node.outcome(token)).isNotEqualTo("verified");
  }

  @ParameterizedTest
  @DisplayName("JWT-28 audience")
  @ValueSource(
      strings = {
        "\"\"",
        "\"other\"",
        "\"API\"",
        "\"api \"",
        "\" api\"",
        "\"api\\u0000\"",
        "\"apı\"",
        "\"ap\""
      })
  void refusesAnotherAudience(String audience) {
    assertThat(outcome("aud", audience)).isEqualTo("WRONG_AUDIENCE");
  }

  @ParameterizedTest
  @DisplayName("JWT-28 audience of another type, also a list that holds ours")
  @ValueSource(
      strings = {"[\"other\"]", "[\"api\"]", "[\"api\",\"other\"]", "{\"a\":1}", "1", "true", "[]"})
  void refusesAnAudienceThatIsNotOneString(String audience) {
    assertThat(outcome("aud", audience)).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-29 issuer")
  @ValueSource(
      strings = {
        "",
        "https://app.example.com/",
        "https://APP.example.com",
        "http://app.example.com",
        "https://app.example.com ",
        "https://аpp.example.com",
        "https://app.example.com.evil.example",
        "app.example.com"
      })
  void refusesAnotherIssuer(String issuer) {
    assertThat(outcome("iss", quoted(issuer))).isEqualTo("WRONG_ISSUER");
  }

  @ParameterizedTest
  @DisplayName("JWT-33 subjects and sessions that are no ids")
  @ValueSource(
      strings = {
        "\"\"",
        "\"  \"",
        "\"usr_01h455vb4pex5vsknk084sn02q\\u0000\"",
        "\"usr_01h455vb4pex5vsknk084sn02\"",
        "\"usr_01H455VB4PEX5VSKNK084SN02Q\"",
        "\"usr_81h455vb4pex5vsknk084sn02q\"",
        "\"usr_-1h455vb4pex5vsknk084sn02q\"",
        "\"key_01h455vb4pex5vsknk084sn02q\"",
        "1",
        "[]",
        "true",
        "\"admin\""
      })
  void refusesASubjectThatIsNoAccountId(String subject) {
    assertThat(outcome("sub", subject)).isEqualTo("MALFORMED");
    assertThat(new Forge(node, clock.instant()).with("sid", subject).token())
        .satisfies(token -> assertThat(node.outcome(token)).isEqualTo("MALFORMED"));
  }

  @Test
  @DisplayName("JWT-33 a subject of 7 KB, and the ids of the other kind")
  void refusesASubjectOfAnotherKindOrSize() {
    assertThat(outcome("sub", quoted("usr_" + "0".repeat(5_000)))).isEqualTo("MALFORMED");
    assertThat(outcome("sub", quoted("ses_01h455vb4pex5vsknk084sn02q"))).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"a b\"",
        "\"a\\u0000\"",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "1"
      })
  void refusesATokenIdOutsideOfItsGrammar(String id) {
    assertThat(outcome("jti", id)).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"pwd\"",
        "[1]",
        "[\"pwd\",\"pwd\"]",
        "[\"\"]",
        "[\"a b\"]",
        "[\"pwd\",]",
        "[[\"pwd\"]]",
        "{}"
      })
  void refusesMethodsThatAreNoListOfWords(String methods) {
    assertThat(outcome("amr", methods)).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "\"1\"", "01", "1e3", "null", "[1]"})
  void refusesAnEpochThatIsNoPlainInteger(String epoch) {
    assertThat(outcome("uep", epoch)).isEqualTo("MALFORMED");
    assertThat(outcome("rep", epoch)).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-36 other encodings, and more than one object")
  void refusesAnythingButOneObjectInUtf8() {
    String json = forge.payload();
    assertThat(node.outcome(forge.tokenWithPayload(json.getBytes(StandardCharsets.UTF_16))))
        .isEqualTo("MALFORMED");
    assertThat(node.outcome(forge.tokenWithPayload(json.getBytes(StandardCharsets.UTF_16LE))))
        .isEqualTo("MALFORMED");
    for (String text : new String[] {
      "\uFEFF" + json,
      json + ' ',
      json + '\n',
      json + json,
      json + "x",
      json + '\u0000',
      ' ' + json,
      "null",
      "[]",
      "[" + json + "]",
      "\"x\"",
      "1",
      "{",
      "{}",
      "{\"a\"}",
      "{,}",
      json.replace(",", ", "),
      json.replace("}", ",}"),
      json.replace("\"pwd\"", "'pwd'"),
      json + "//"
    }) {
      assertThat(node.outcome(forge.tokenWithPayload(text))).as(text).isEqualTo("MALFORMED");
    }
  }

  @ParameterizedTest
  @DisplayName("JWT-36 invalid UTF-8 and lone surrogates")
  @ValueSource(strings = {"80", "C0AF", "C3", "EDA080", "F4908080", "FF", "E282", "F8888080"})
  void refusesInvalidUtf8(String hex) {
    assertThat(node.outcome(forge.tokenWithPayload(withRawBytes(hex)))).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-36 lone surrogates, control characters and bad escapes")
  @ValueSource(
      strings = {
        "\\uD800",
        "\\uDC00",
        "\\uDC00\\uD800",
        "\\uD800x",
        "\\uD83D\\uD83D\\uDE00",
        "\\x41",
        "\\u12",
        "\\u12G4",
        "\\",
        "\t",
        "\n",
        "\u0001",
        "\\u１２３４"
      })
  void refusesStringsThatAreNoJson(String text) {
    assertThat(outcome("x", quoted(text))).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-37 JWT-38 unknown claims are data")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "__proto__ | {\"admin\":true}",
        "@type | \"java.lang.Runtime\"",
        "class | \"java.lang.Runtime\"",
        "$ref | \"#/sub\"",
        "scope | [\"admin\"]",
        "scope | 1",
        "roles | [\"admin\",-1.5e+3,true,false,null,{\"a\":[]},0,0.5,1E9]",
        "note | \"\\u00e9\\uD83D\\uDE00\\\"\\\\\\/\\b\\f\\n\\r\\t é\""
      })
  void skipsUnknownClaims(String name, String value) {
    TokenVerification plain = node.tokens.verify(forge.token());

    assertThat(node.tokens.verify(forge.with(name, value).token())).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "tru",
        "True",
        "nul",
        "undefined",
        "[1,]",
        "[,1]",
        "{\"a\":}",
        "'a'"
      })
  void refusesUnknownClaimsThatAreNoJson(String value) {
    assertThat(outcome("x", value)).isEqualTo("MALFORMED");
  }

  @Test
  void readsAnEscapedClaimNameAndValueAsWhatTheyMean() {
    String payload = forge.payload().replace("\"sub\":\"usr_", "\"\\u0073ub\":\"\\u0075sr_");

    assertThat(node.outcome(forge.tokenWithPayload(payload))).isEqualTo("verified");
  }

  private String outcome(String claim, String json) {
    return node.outcome(forge.with(claim, json).token());
  }

  private String issuedAt(long seconds) {
    return node.outcome(forge
        .with("iat", String.valueOf(seconds))
        .with("exp", String.valueOf(seconds + 600))
        .token());
  }

  private byte[] withRawBytes(String hex) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String json = forge.payload();
    bytes.writeBytes(
        (json.substring(0, json.length() - 1) + ",\"x\":\"").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(java.util.HexFormat.of().parseHex(hex));
    bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
