package dev.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ApiKeyPolicyTest {

  static Stream<UnaryOperator<ApiKeyPolicy>> outOfBounds() {
    return Stream.of(
        policy -> policy.withPrefix("Ak"),
        policy -> policy.withEnvironment(""),
        policy -> policy.withLifetimes(Duration.ofDays(91), Duration.ofDays(90)),
        policy -> policy.withLifetimes(Duration.ofDays(1), Duration.ofDays(366)),
        policy -> policy.withLifetimes(Duration.ofSeconds(59), Duration.ofDays(1)),
        policy -> policy.withOverlap(Duration.ofDays(30).plusNanos(1)),
        policy -> policy.withOverlap(Duration.ofNanos(-1)),
        policy -> policy.withMaxPerOwner(0),
        policy -> policy.withMaxPerOwner(1001),
        policy -> policy.withLease(Duration.ofSeconds(31)),
        policy -> policy.withReminders(Duration.ofMinutes(59), Duration.ofDays(90)),
        policy -> policy.withReminders(Duration.ofDays(14), Duration.ofHours(23)));
  }

  @ParameterizedTest
  @MethodSource("outOfBounds")
  void refusesWhatIsOutOfBounds(UnaryOperator<ApiKeyPolicy> change) {
    assertThatIllegalArgumentException().isThrownBy(() -> change.apply(ApiKeyPolicy.defaults()));
  }

  @Test
  void takesTheBoundsThemselves() {
    ApiKeyPolicy policy = ApiKeyPolicy.defaults()
        .withPrefix("a")
        .withEnvironment("sixteenletters16")
        .withLifetimes(Duration.ofMinutes(1), Duration.ofDays(365))
        .withNeverExpiring(true)
        .withOverlap(Duration.ofDays(30))
        .withMaxPerOwner(1000)
        .withLease(Duration.ZERO)
        .withReminders(Duration.ofHours(1), Duration.ofDays(1));
    assertThat(policy.prefix()).isEqualTo("a");
    assertThat(policy.environment()).isEqualTo("sixteenletters16");
    assertThat(policy.neverExpiring()).isTrue();
    assertThat(policy.maxPerOwner()).isEqualTo(1000);
  }

  @Test
  void creditsStayWithinTheirBounds() {
    assertThat(Credits.daily(Credits.MOST).remaining()).isEqualTo(Credits.MOST);
    assertThatIllegalArgumentException().isThrownBy(() -> Credits.once(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Credits.once(Credits.MOST + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Credits.monthly(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Credits(1, CreditRefill.NONE, 1));
  }
}
