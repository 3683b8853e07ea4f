package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.MailCooldownStore;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of {@link MailCooldownStore}, as tests. Implement it in the test class of a backend. */
public interface MailCooldownStoreContract {
  /** The waits after the first, the second, and every later mail. */
  List<Duration> WAITS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

  /** How long a key must send nothing to start again. */
  Duration FORGET = Duration.ofHours(12);

  /** The key of the tests. */
  Digest KEY = digest("zoe");

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void theFirstMailGoesAtOnce() {
    assertThat(reserve(storage().mailCooldowns(), NOW)).isTrue();
  }

  @Test
  default void theNthMailIsFollowedByTheNthWaitAndEveryLaterOneByTheLast() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    Instant sent = NOW;
    assertThat(reserve(cooldowns, sent)).isTrue();
    for (int mail = 0; mail < 6; mail++) {
      Instant next = sent.plus(WAITS.get(Math.min(mail, WAITS.size() - 1)));
      assertThat(reserve(cooldowns, next.minus(TICK))).isFalse();
      assertThat(reserve(cooldowns, next)).isTrue();
      sent = next;
    }
  }

  @Test
  default void aRefusalDoesNotProlongTheWait() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    reserve(cooldowns, NOW);
    for (int second = 0; second < 60; second++) {
      assertThat(reserve(cooldowns, NOW.plusSeconds(second))).isFalse();
    }
    assertThat(reserve(cooldowns, NOW.plusSeconds(60))).isTrue();
  }

  @Test
  default void aKeyThatSentNothingForLongEnoughStartsAgain() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    Instant third = sendThree(cooldowns);
    Instant restart = third.plus(FORGET);
    assertThat(reserve(cooldowns, restart)).isTrue();
    assertThat(reserve(cooldowns, restart.plus(WAITS.get(0)).minus(TICK))).isFalse();
    assertThat(reserve(cooldowns, restart.plus(WAITS.get(0)))).isTrue();
  }

  @Test
  default void aKeyThatSentNothingForATickLessGoesOn() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    Instant fourth = sendThree(cooldowns).plus(FORGET).minus(TICK);
    assertThat(reserve(cooldowns, fourth)).isTrue();
    assertThat(reserve(cooldowns, fourth.plus(WAITS.get(2)).minus(TICK))).isFalse();
    assertThat(reserve(cooldowns, fourth.plus(WAITS.get(2)))).isTrue();
  }

  @Test
  default void aClockThatRanAheadLocksNoKey() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    reserve(cooldowns, NOW.plus(Duration.ofDays(3_650)));
    assertThat(reserve(cooldowns, NOW)).isTrue();
    assertThat(reserve(cooldowns, NOW.plus(TICK))).isFalse();
  }

  @Test
  default void oneKeyDoesNotMakeAnotherWait() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    assertThat(cooldowns.reserve(digest("zoe"), WAITS, FORGET, NOW)).isTrue();
    assertThat(cooldowns.reserve(digest("ann"), WAITS, FORGET, NOW)).isTrue();
  }

  @Test
  default void ofConcurrentCallsForANewKeyExactlyOneMaySend() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    assertThat(Racing.together(16, () -> reserve(cooldowns, NOW))).containsOnlyOnce(true);
  }

  @Test
  default void ofConcurrentCallsAtTheEndOfAWaitExactlyOneMaySend() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    reserve(cooldowns, NOW);
    Instant over = NOW.plus(WAITS.get(0));
    assertThat(Racing.together(16, () -> reserve(cooldowns, over))).containsOnlyOnce(true);
  }

  @Test
  default void aRightThatIsRolledBackWasNotTaken() {
    Storage storage = storage();
    Failing.unit(storage, () -> reserve(storage.mailCooldowns(), NOW));
    assertThat(reserve(storage.mailCooldowns(), NOW)).isTrue();
  }

  @Test
  default void deletesEntriesThatAreForgottenBeforeTheCutoffAndNoOthers() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    reserve(cooldowns, NOW);
    Instant forgotten = NOW.plus(FORGET);
    assertThat(cooldowns.deleteForgotten(forgotten, 100)).isZero();
    assertThat(reserve(cooldowns, NOW.plus(TICK))).isFalse();
    assertThat(cooldowns.deleteForgotten(forgotten.plus(TICK), 100)).isEqualTo(1);
    assertThat(reserve(cooldowns, NOW.plus(TICK))).isTrue();
  }

  @Test
  default void deletesAtMostAsManyEntriesAsAllowed() {
    MailCooldownStore cooldowns = storage().mailCooldowns();
    for (int key = 0; key < 5; key++) {
      cooldowns.reserve(digest("key" + key), WAITS, FORGET, NOW);
    }
    Instant cutoff = NOW.plus(FORGET).plus(TICK);
    assertThat(cooldowns.deleteForgotten(cutoff, 3)).isEqualTo(3);
    assertThat(cooldowns.deleteForgotten(cutoff, 3)).isEqualTo(2);
    assertThat(cooldowns.deleteForgotten(cutoff, 3)).isZero();
  }

  private static boolean reserve(MailCooldownStore cooldowns, Instant at) {
    return cooldowns.reserve(KEY, WAITS, FORGET, at);
  }

  private static Instant sendThree(MailCooldownStore cooldowns) {
    Instant second = NOW.plus(WAITS.get(0));
    Instant third = second.plus(WAITS.get(1));
    assertThat(reserve(cooldowns, NOW)).isTrue();
    assertThat(reserve(cooldowns, second)).isTrue();
    assertThat(reserve(cooldowns, third)).isTrue();
    return third;
  }
}
