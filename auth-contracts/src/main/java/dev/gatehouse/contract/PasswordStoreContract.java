package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link PasswordStore}, as tests. Implement it in the test class of a backend. */
public interface PasswordStoreContract {
  /** A hash with settings and digest of its own. */
  PasswordHash FIRST = new PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdDE", "ZGlnZXN0MQ");

  /** Another hash, different in both parts. */
  PasswordHash SECOND = new PasswordHash("$argon2id$v=19$m=65536,t=3,p=1$c2FsdDI", "ZGlnZXN0Mg");

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void anAccountWithoutAPasswordHasNoSettingsAndMatchesNothing() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    assertThat(storage.passwords().settings(user)).isEmpty();
    assertThat(storage.passwords().matches(user, FIRST)).isFalse();
    assertThat(storage.passwords().settings(Samples.userId())).isEmpty();
  }

  @Test
  default void handsOutTheSettingsOfTheHashThatWasSet() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    assertThat(storage.passwords().settings(user)).contains(FIRST.settings());
  }

  @Test
  default void matchesOnlyIfSettingsAndDigestAreBothThose() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    PasswordStore passwords = storage.passwords();
    passwords.put(user, FIRST, NOW);
    assertThat(passwords.matches(user, FIRST)).isTrue();
    assertThat(passwords.matches(user, SECOND)).isFalse();
    assertThat(passwords.matches(user, new PasswordHash(FIRST.settings(), SECOND.digest())))
        .isFalse();
    assertThat(passwords.matches(user, new PasswordHash(SECOND.settings(), FIRST.digest())))
        .isFalse();
    assertThat(passwords.matches(user, new PasswordHash("", ""))).isFalse();
  }

  @Test
  default void theHashOfOneAccountIsNotThatOfAnother() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    UserId other = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    storage.passwords().put(other, SECOND, NOW);
    assertThat(storage.passwords().matches(other, FIRST)).isFalse();
    assertThat(storage.passwords().matches(user, FIRST)).isTrue();
  }

  @Test
  default void aSecondHashReplacesTheFirst() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    storage.passwords().put(user, SECOND, NOW);
    assertThat(storage.passwords().matches(user, FIRST)).isFalse();
    assertThat(storage.passwords().matches(user, SECOND)).isTrue();
    assertThat(storage.passwords().settings(user)).contains(SECOND.settings());
  }

  @Test
  default void replacesTheHashOnlyIfItStillIsTheExpectedOne() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    PasswordStore passwords = storage.passwords();
    passwords.put(user, FIRST, NOW);
    assertThat(passwords.replace(user, SECOND, SECOND, NOW)).isFalse();
    PasswordHash halfRight = new PasswordHash(FIRST.settings(), SECOND.digest());
    assertThat(passwords.replace(user, halfRight, SECOND, NOW)).isFalse();
    assertThat(passwords.matches(user, FIRST)).isTrue();
    assertThat(passwords.replace(user, FIRST, SECOND, NOW)).isTrue();
    assertThat(passwords.matches(user, SECOND)).isTrue();
  }

  @Test
  default void replacesNothingForAnAccountWithoutAPassword() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    assertThat(storage.passwords().replace(user, FIRST, SECOND, NOW)).isFalse();
    assertThat(storage.passwords().settings(user)).isEmpty();
  }

  @Test
  default void ofConcurrentReplacementsWithOneExpectationExactlyOneSucceeds() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    AtomicInteger count = new AtomicInteger();
    List<Boolean> answers = Racing.together(16, () -> {
      PasswordHash own = new PasswordHash("$s", "digest" + count.incrementAndGet());
      return storage.passwords().replace(user, FIRST, own, NOW);
    });
    assertThat(answers).containsOnlyOnce(true);
  }

  @Test
  default void aRemovedHashMatchesNothing() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    UserId other = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    storage.passwords().put(other, FIRST, NOW);
    storage.passwords().delete(user);
    assertThat(storage.passwords().settings(user)).isEmpty();
    assertThat(storage.passwords().matches(user, FIRST)).isFalse();
    assertThat(storage.passwords().matches(other, FIRST)).isTrue();
  }

  @Test
  default void removingAHashTwiceDoesNothingMore() {
    Storage storage = storage();
    UserId user = Given.account(storage).id();
    storage.passwords().put(user, FIRST, NOW);
    storage.passwords().delete(user);
    storage.passwords().delete(user);
    assertThat(storage.passwords().settings(user)).isEmpty();
  }
}
