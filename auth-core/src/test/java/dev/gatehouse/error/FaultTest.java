package dev.gatehouse.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultTest {
  @Test
  @DisplayName("LOG-02: names types and place of an exception, never its text")
  void namesTypesAndPlaceNeverText() {
    Throwable thrown = new IllegalStateException("token=abc", new IOException("bob@example.com"));

    assertThat(Fault.of(thrown).toString())
        .startsWith("java.lang.IllegalStateException caused by java.io.IOException at ")
        .contains("FaultTest.java")
        .doesNotContain("abc")
        .doesNotContain("bob");
  }

  @Test
  void endsWhenCausesGoRoundInACircle() {
    Exception first = new Exception("a");
    Exception second = new Exception("b", first);
    first.initCause(second);

    assertThat(Fault.of(first).types()).hasSize(5);
  }
}
