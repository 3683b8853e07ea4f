package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.token.KeyState;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeyStore;
import dev.gatehouse.token.TokenAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link SigningKeyStore}, as tests. Implement it in the test class of a backend. */
public interface SigningKeyStoreContract {
  /** The day on which the first sample key is made. */
  Instant FIRST_DAY = NOW;

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void thereIsNoKeyAtFirst() {
    assertThat(storage().signingKeys().list()).isEmpty();
  }

  @Test
  default void listsAnAddedKeyWithEverythingInIt() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord key = key("k1", TokenAlgorithm.EDDSA, 0);
    assertThat(keys.rotate("", key, NOW)).isTrue();
    assertThat(keys.list()).containsExactly(key);
  }

  @Test
  default void listsAllKeysOldestFirst() {
    SigningKeyStore keys = storage().signingKeys();
    keys.rotate("", key("z", TokenAlgorithm.EDDSA, 0), day(200));
    keys.rotate("z", key("a", TokenAlgorithm.ES256, 1), day(200));
    keys.rotate("a", key("m", TokenAlgorithm.HS256, 2), day(200));
    assertThat(keys.list()).extracting(SigningKeyRecord::kid).containsExactly("z", "a", "m");
  }

  @Test
  default void aSuccessorEndsTheSigningLifeOfTheKeysBeforeIt() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord first = key("k1", TokenAlgorithm.EDDSA, 0);
    SigningKeyRecord second = key("k2", TokenAlgorithm.EDDSA, 10);
    keys.rotate("", first, NOW);
    assertThat(keys.rotate("k1", second, day(50))).isTrue();
    assertThat(keys.list()).containsExactly(ending(first, second.activeAt(), day(50)), second);
  }

  @Test
  default void aSuccessorTouchesNoKeyOfAnotherAlgorithm() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord first = key("k1", TokenAlgorithm.EDDSA, 0);
    SigningKeyRecord second = key("k2", TokenAlgorithm.ES256, 10);
    keys.rotate("", first, NOW);
    keys.rotate("k1", second, day(50));
    assertThat(keys.list()).containsExactly(first, second);
  }

  @Test
  default void aSuccessorTouchesNoKeyThatStopsToSignAtTheInstantItBegins() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord first = key("k1", TokenAlgorithm.EDDSA, 0);
    SigningKeyRecord second = beginning(key("k2", TokenAlgorithm.EDDSA, 10), first.passiveAt());
    keys.rotate("", first, NOW);
    keys.rotate("k1", second, day(50));
    assertThat(keys.list()).containsExactly(first, second);
  }

  @Test
  default void aSuccessorEndsAKeyThatWouldSignOneTickLonger() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord first = key("k1", TokenAlgorithm.EDDSA, 0);
    Instant start = first.passiveAt().minus(TICK);
    SigningKeyRecord second = beginning(key("k2", TokenAlgorithm.EDDSA, 10), start);
    keys.rotate("", first, NOW);
    keys.rotate("k1", second, day(150));
    assertThat(keys.list()).containsExactly(ending(first, start, day(150)), second);
  }

  @Test
  default void aRotationFromAKeyThatIsNoLongerTheNewestDoesNothing() {
    SigningKeyStore keys = storage().signingKeys();
    keys.rotate("", key("k1", TokenAlgorithm.EDDSA, 0), NOW);
    keys.rotate("k1", key("k2", TokenAlgorithm.EDDSA, 10), day(50));
    List<SigningKeyRecord> before = keys.list();
    assertThat(keys.rotate("k1", key("k3", TokenAlgorithm.EDDSA, 20), day(60))).isFalse();
    assertThat(keys.rotate("", key("k3", TokenAlgorithm.EDDSA, 20), day(60))).isFalse();
    assertThat(keys.rotate("unknown", key("k3", TokenAlgorithm.EDDSA, 20), day(60)))
        .isFalse();
    assertThat(keys.list()).isEqualTo(before);
  }

  @Test
  default void aRotationFromAKeyWhereThereIsNoneDoesNothing() {
    SigningKeyStore keys = storage().signingKeys();
    assertThat(keys.rotate("k0", key("k1", TokenAlgorithm.EDDSA, 0), NOW)).isFalse();
    assertThat(keys.list()).isEmpty();
  }

  @Test
  default void ofConcurrentFirstKeysExactlyOneIsAdded() {
    SigningKeyStore keys = storage().signingKeys();
    AtomicInteger caller = new AtomicInteger();
    assertThat(Racing.together(16, () -> {
          String kid = "k" + caller.incrementAndGet();
          return keys.rotate("", key(kid, TokenAlgorithm.EDDSA, 0), NOW);
        }))
        .containsOnlyOnce(true);
    assertThat(keys.list()).hasSize(1);
  }

  @Test
  default void ofConcurrentRotationsExactlyOneSucceeds() {
    SigningKeyStore keys = storage().signingKeys();
    keys.rotate("", key("k0", TokenAlgorithm.EDDSA, 0), NOW);
    AtomicInteger caller = new AtomicInteger();
    assertThat(Racing.together(16, () -> {
          String kid = "k" + caller.incrementAndGet();
          return keys.rotate("k0", key(kid, TokenAlgorithm.EDDSA, 10), day(50));
        }))
        .containsOnlyOnce(true);
    assertThat(keys.list()).hasSize(2);
  }

  @Test
  default void aDisabledKeyVerifiesNothingFromThatInstantOn() {
    SigningKeyStore keys = storage().signingKeys();
    keys.rotate("", key("k1", TokenAlgorithm.EDDSA, 0), NOW);
    keys.rotate("k1", key("k2", TokenAlgorithm.ES256, 1), NOW);
    assertThat(keys.disable("k1", day(5))).isTrue();
    assertThat(keys.list().get(0).stateAt(day(5))).isEqualTo(KeyState.GONE);
    assertThat(keys.list().get(0).stateAt(day(500))).isEqualTo(KeyState.GONE);
    assertThat(keys.list().get(1)).isEqualTo(key("k2", TokenAlgorithm.ES256, 1));
  }

  @Test
  default void disablingAKeyThatIsGoneDoesNotBringItBack() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord key = key("k1", TokenAlgorithm.EDDSA, 0);
    keys.rotate("", key, NOW);
    keys.disable("k1", key.goneAt().plusSeconds(60));
    assertThat(keys.list().get(0).stateAt(key.goneAt())).isEqualTo(KeyState.GONE);
  }

  @Test
  default void aDisabledKeyStaysGoneWhenASuccessorComes() {
    SigningKeyStore keys = storage().signingKeys();
    keys.rotate("", key("k1", TokenAlgorithm.EDDSA, 10), NOW);
    keys.disable("k1", day(1));
    keys.rotate("k1", key("k2", TokenAlgorithm.EDDSA, 2), day(50));
    assertThat(keys.list().get(0).stateAt(day(20))).isEqualTo(KeyState.GONE);
  }

  @Test
  default void disablesNoUnknownKey() {
    assertThat(storage().signingKeys().disable("k1", NOW)).isFalse();
  }

  @Test
  default void deletesKeysThatAreGoneSinceBeforeTheCutoffAndNoOthers() {
    SigningKeyStore keys = storage().signingKeys();
    SigningKeyRecord key = key("k1", TokenAlgorithm.EDDSA, 0);
    SigningKeyRecord later = key("k2", TokenAlgorithm.ES256, 1);
    keys.rotate("", key, NOW);
    keys.rotate("k1", later, NOW);
    assertThat(keys.deleteGone(key.goneAt())).isZero();
    assertThat(keys.deleteGone(key.goneAt().plus(TICK))).isEqualTo(1);
    assertThat(keys.list()).containsExactly(later);
  }

  @Test
  default void aDeletionThatIsRolledBackLeavesTheOrderAsItWas() {
    Storage storage = storage();
    SigningKeyRecord first = key("k1", TokenAlgorithm.EDDSA, 0);
    SigningKeyRecord second = key("k2", TokenAlgorithm.ES256, 50);
    storage.signingKeys().rotate("", first, NOW);
    storage.signingKeys().rotate("k1", second, NOW);
    Failing.unit(storage, () -> storage.signingKeys().deleteGone(first.goneAt().plus(TICK)));
    assertThat(storage.signingKeys().list()).containsExactly(first, second);
    SigningKeyRecord third = key("k3", TokenAlgorithm.EDDSA, 60);
    assertThat(storage.signingKeys().rotate("k2", third, NOW)).isTrue();
  }

  private static Instant day(int number) {
    return FIRST_DAY.plus(Duration.ofDays(number));
  }

  private static SigningKeyRecord key(String kid, TokenAlgorithm algorithm, int day) {
    return new SigningKeyRecord(
        kid,
        algorithm,
        "{\"kid\":\"" + kid + "\",\"kty\":\"OKP\"}",
        Samples.sealed("private " + kid),
        day(day),
        day(day + 1),
        day(day + 91),
        day(day + 100));
  }

  private static SigningKeyRecord beginning(SigningKeyRecord key, Instant activeAt) {
    return new SigningKeyRecord(
        key.kid(),
        key.algorithm(),
        key.publicJwk(),
        key.sealedPrivate(),
        key.createdAt(),
        activeAt,
        activeAt.plus(Duration.ofDays(90)),
        activeAt.plus(Duration.ofDays(100)));
  }

  private static SigningKeyRecord ending(SigningKeyRecord key, Instant passiveAt, Instant goneAt) {
    return new SigningKeyRecord(
        key.kid(),
        key.algorithm(),
        key.publicJwk(),
        key.sealedPrivate(),
        key.createdAt(),
        key.activeAt(),
        passiveAt,
        goneAt);
  }
}
