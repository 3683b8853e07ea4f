package dev.gatehouse.jdbc;

import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.token.KeyState;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeyStore;
import dev.gatehouse.token.TokenAlgorithm;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DisabledKeyTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final Storage STORAGE = JdbcStorage.of(DATABASE.pool());

  private final SigningKeyStore keys = STORAGE.signingKeys();

  @AfterAll
  static void closeTheStorage() {
    STORAGE.close();
  }

  @Test
  void aSuccessorMadeByANodeWhoseClockIsBehindIsStillTheNewestAndBringsNoDisabledKeyBack() {
    keys.rotate("", key("leaked", NOW), NOW);
    keys.disable("leaked", NOW.plusSeconds(60));
    SigningKeyRecord successor = key("successor", NOW.minusSeconds(30));
    assertThat(keys.rotate("leaked", successor, NOW.plus(Duration.ofDays(7)))).isTrue();
    assertThat(keys.list().get(0).stateAt(NOW.plusSeconds(60))).isEqualTo(KeyState.GONE);
    assertThat(keys.rotate("successor", key("third", NOW), NOW.plus(Duration.ofDays(7))))
        .isTrue();
    assertThat(keys.list())
        .extracting(SigningKeyRecord::kid)
        .containsExactly("leaked", "successor", "third");
  }

  private static SigningKeyRecord key(String kid, Instant createdAt) {
    return new SigningKeyRecord(
        kid,
        TokenAlgorithm.EDDSA,
        "{}",
        Samples.sealed("private"),
        createdAt,
        createdAt,
        createdAt.plus(Duration.ofDays(90)),
        createdAt.plus(Duration.ofDays(91)));
  }
}
