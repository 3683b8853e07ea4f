package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.otp.RecoveryCodeRecord;
import dev.gatehouse.otp.RecoveryCodeStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RecoveryCodeStore}, as tests. Implement it in the test class of a backend. */
public interface RecoveryCodeStoreContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void anAccountHasNoCodesUntilItGetsSome() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    assertThat(storage.recoveryCodes().find(user)).isEmpty();
    assertThat(storage.recoveryCodes().consume(user, digest("1"))).isEmpty();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    assertThat(storage.recoveryCodes().find(user))
        .contains(new RecoveryCodeRecord(user, "key", 10, NOW));
  }

  @Test
  @DisplayName("OTP-08: a code is spent once, and says how many are left")
  default void aCodeIsSpentOnce() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    for (int i = 0; i < 10; i++) {
      assertThat(storage.recoveryCodes().consume(user, digest("a" + i))).hasValue(9 - i);
      assertThat(storage.recoveryCodes().consume(user, digest("a" + i))).isEmpty();
    }
    assertThat(storage.recoveryCodes().find(user).orElseThrow().left()).isZero();
  }

  @Test
  @DisplayName("OTP-08: of any number of concurrent calls for one code exactly one gets it")
  default void ofConcurrentCallsForOneCodeExactlyOneGetsIt() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    assertThat(Racing.together(16, () -> storage.recoveryCodes().consume(user, digest("a3"))))
        .containsOnlyOnce(OptionalInt.of(9));
    assertThat(storage.recoveryCodes().find(user).orElseThrow().left()).isEqualTo(9);
  }

  @Test
  default void concurrentCallsForDifferentCodesAllGetThem() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    AtomicInteger turn = new AtomicInteger();
    List<OptionalInt> left = Racing.together(
        10, () -> storage.recoveryCodes().consume(user, digest("a" + turn.getAndIncrement())));
    assertThat(left)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(OptionalInt::of).toList());
  }

  @Test
  default void aCodeOfSomebodyElseIsNone() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    UserId other = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    storage.recoveryCodes().replace(other, "key", codes("b"), NOW);
    assertThat(storage.recoveryCodes().consume(other, digest("a1"))).isEmpty();
    assertThat(storage.recoveryCodes().consume(user, digest("a1"))).hasValue(9);
  }

  @Test
  @DisplayName("OTP-08: new codes void the old ones, used and unused")
  default void newCodesVoidTheOldOnes() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    storage.recoveryCodes().replace(user, "newer", codes("b"), NOW.plusSeconds(1));
    assertThat(storage.recoveryCodes().consume(user, digest("a1"))).isEmpty();
    assertThat(storage.recoveryCodes().find(user))
        .contains(new RecoveryCodeRecord(user, "newer", 10, NOW.plusSeconds(1)));
  }

  @Test
  default void ofCodesMadeAtOnceThoseOfOneCallerAreLeft() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    AtomicInteger turn = new AtomicInteger();
    List<Boolean> unused = Racing.together(16, () -> {
      storage.recoveryCodes().replace(user, "key", codes("c" + turn.getAndIncrement()), NOW);
      return true;
    });
    assertThat(storage.recoveryCodes().find(user).orElseThrow().left()).isEqualTo(10);
  }

  @Test
  default void codesAreRemovedOnceAndAltogether() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    assertThat(storage.recoveryCodes().remove(user)).isTrue();
    assertThat(storage.recoveryCodes().remove(user)).isFalse();
    assertThat(storage.recoveryCodes().find(user)).isEmpty();
    assertThat(storage.recoveryCodes().consume(user, digest("a1"))).isEmpty();
  }

  @Test
  default void aCodeWhoseUnitIsRolledBackWasNotSpent() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.recoveryCodes().replace(user, "key", codes("a"), NOW);
    Failing.unit(storage, () -> {
      OptionalInt unused = storage.recoveryCodes().consume(user, digest("a1"));
    });
    assertThat(storage.recoveryCodes().consume(user, digest("a1"))).hasValue(9);
  }

  private static List<Digest> codes(String set) {
    return IntStream.range(0, 10).mapToObj(i -> digest(set + i)).toList();
  }
}
