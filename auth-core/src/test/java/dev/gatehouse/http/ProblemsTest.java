package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.CapturedWarnings;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.CapturedLog;
import dev.gatehouse.storage.StoreException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class ProblemsTest {
  private final CapturedLog lines = new CapturedLog();
  private final Problems problems = new Problems(
      new Challenges(HttpSettings.of(URI.create("https://app.example.com"))),
      CapturedWarnings.in(lines));

  @Test
  @DisplayName("LOG a thousand requests that are refused while the store is away are one warning")
  void requestsWhileTheStoreIsAwayAreOneWarning() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(problems.of(new StoreException("down"), "req_" + i).status()).isEqualTo(503);
    }
    assertThat(lines.lines())
        .filteredOn(line -> line.level() != Level.DEBUG)
        .singleElement()
        .satisfies(
            line -> assertThat(line.message()).isEqualTo("request req_0: the store failed: down"));
    assertThat(problems.storeFailures()).isEqualTo(1_000);
  }

  @Test
  @DisplayName("LOG a backend that is away keeps nobody from hearing of another")
  void eachBackendHasItsWarning() {
    for (int i = 0; i < 100; i++) {
      for (String message : List.of(
          "redis: rate_limits.take failed: RedisException",
          "redis did not answer a moment ago: rate_limits.take was not asked",
          "users.find failed: connection lost or refused")) {
        assertThat(problems.of(new StoreException(message), "r").status()).isEqualTo(503);
      }
    }
    assertThat(lines.lines())
        .filteredOn(line -> line.level() != Level.DEBUG)
        .extracting(CapturedLog.Line::message)
        .containsExactly(
            "request r: the store failed: redis: rate_limits.take failed: RedisException",
            "request r: the store failed: users.find failed: connection lost or refused");
  }

  @Test
  @DisplayName("LOG backends without end are sixty-five warnings at most")
  void namesWithoutEndAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      String name = Integer.toString(i, 36).replaceAll("[0-9]", "_") + "_" + "abc".charAt(i % 3);
      var unused = problems.of(new StoreException(name + " failed"), "r");
    }
    assertThat(lines.lines()).filteredOn(line -> line.level() != Level.DEBUG).hasSize(65);
  }

  @Test
  @DisplayName("LOG a request that is refused leaves no line here, however many come")
  void refusalsLeaveNoLine() {
    for (ErrorCode code : ErrorCode.values()) {
      RuntimeException refusal = new AuthException(code, "No.");
      assertThat(problems.of(refusal, "req_1").status()).isEqualTo(code.status());
    }
    assertThat(lines.lines()).isEmpty();
  }
}
