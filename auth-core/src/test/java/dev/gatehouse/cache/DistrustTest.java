package dev.gatehouse.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which shared copies a node does not believe, and for how long. */
final class DistrustTest {
  private static final Duration EACH = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_001L);
  private Runnable meanwhile = () -> {};
  private final Distrust distrust = new Distrust(EACH, this::read);

  private long read() {
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
    return nanos.get();
  }

  private boolean isDistrusted(String... names) {
    return distrust.isAnyOf(List.of(names));
  }

  @Test
  @DisplayName("SESS-11 a name is not believed for as long as any copy from before can last")
  void aNameIsNotBelievedForAWhile() {
    distrust.add("ann");
    assertThat(isDistrusted("bob")).isFalse();
    assertThat(isDistrusted("bob", "ann")).as("any of them is enough").isTrue();
    nanos.addAndGet(EACH.toNanos() - 1);
    assertThat(isDistrusted("ann")).isTrue();
    distrust.add("ann");
    nanos.addAndGet(1);
    assertThat(isDistrusted("ann")).as("counted from the last time").isTrue();
    nanos.addAndGet(EACH.toNanos());
    assertThat(isDistrusted("ann")).isFalse();
  }

  @Test
  @DisplayName("SESS-11 after messages may have been lost nothing is believed for as long")
  void nothingIsBelievedForAWhile() {
    assertThat(isDistrusted("ann")).isFalse();
    distrust.addAll();
    nanos.addAndGet(EACH.toNanos() - 1);
    assertThat(isDistrusted("ann")).isTrue();
    nanos.addAndGet(1);
    assertThat(isDistrusted("ann")).isFalse();
  }

  @Test
  @DisplayName("SESS-11 whoever has heard of more names than fit believes none")
  void whoeverHasHeardOfTooManyBelievesNone() {
    for (int i = 0; i < 100_000; i++) {
      distrust.add("name" + i);
    }
    assertThat(isDistrusted("ann")).isFalse();
    for (int i = 0; i < 1_000; i++) {
      distrust.add("more" + i);
    }
    assertThat(isDistrusted("ann")).isTrue();
    nanos.addAndGet(EACH.toNanos());
    assertThat(isDistrusted("ann", "name0", "more0")).isFalse();
  }

  @Test
  @DisplayName("SESS-11 a name that others push out while it is looked up is not believed")
  void aNameThatIsPushedOutMeanwhileIsNotBelieved() {
    distrust.add("ann");
    meanwhile = () -> {
      for (int i = 0; i < 200_000; i++) {
        distrust.add("name" + i);
      }
    };
    assertThat(isDistrusted("ann")).isTrue();
  }
}
