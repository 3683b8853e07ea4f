package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.health.Health;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.testkit.TestGatehouse;
import org.junit.jupiter.api.Test;

/** Whether a node can do its work. */
public interface HealthScenarios extends Scenario {

  @Test
  default void aNodeThatJustStartedIsUpAndKnowsWhatItSignsWith() {
    try (TestGatehouse test = start()) {
      Health health = test.health();
      assertThat(health.problems()).isEmpty();
      assertThat(health.isUp()).isTrue();
      assertThat(health.at()).isEqualTo(test.clock().instant());
      assertThat(health.signingKeys().kid()).isPresent();
      assertThat(health.signingKeys().verifying()).isEqualTo(1);
      assertThat(health.signingKeys().until())
          .hasValueSatisfying(until -> assertThat(until).isAfter(test.clock().instant()));
    }
  }

  @Test
  default void theTablesAreOfTheVersionThatTheLibraryNeeds() {
    try (TestGatehouse test = start()) {
      assertThat(test.storage().schemaVersion().stream()).allMatch(SchemaVersion::isEnough);
      assertThat(test.health().schema()).isEqualTo(test.storage().schemaVersion());
    }
  }

  @Test
  default void theKeyThatSignsIsTheOneThatTookThePlaceOfADisabledOne() {
    try (TestGatehouse test = start()) {
      String before = test.health().signingKeys().kid().orElseThrow();
      test.gatehouse().signingKeys().disable(before, Actor.system("test"), BROWSER);
      Health health = test.health();
      assertThat(health.isUp()).isTrue();
      assertThat(health.signingKeys().kid()).isPresent().get().isNotEqualTo(before);
      assertThat(test.gatehouse().signingKeys().status()).isEqualTo(health.signingKeys());
    }
  }

  @Test
  default void aNodeThatIsClosedIsNotUp() {
    TestGatehouse test = start();
    test.close();
    assertThat(test.gatehouse().health().problems()).containsExactly(Health.Problem.STORE);
  }
}
