package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.email;
import static dev.gatehouse.testkit.Samples.user;
import static dev.gatehouse.testkit.Samples.userId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The promises of {@link UserStore} about proving and changing an address; part of {@link UserStoreContract}. */
public interface UserAddressContract {
  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void aProvenAddressTurnsAPendingAccountActive() {
    UserStore users = storage().users();
    User user = user(userId(), email("zoe@example.org"), UserStatus.PENDING);
    users.insert(user);
    User verified = users.verifyEmail(user.id(), email("Zoe@example.org")).orElseThrow();
    assertThat(verified.emailVerified()).isTrue();
    assertThat(verified.status()).isEqualTo(UserStatus.ACTIVE);
    assertThat(users.find(user.id())).contains(verified);
  }

  @Test
  default void anAddressIsProvenOnceByOneOfManyCallers() {
    UserStore users = storage().users();
    User user = user(userId(), email("zoe@example.org"), UserStatus.PENDING);
    users.insert(user);
    List<Boolean> proven =
        Racing.together(16, () -> users.verifyEmail(user.id(), user.email()).isPresent());
    assertThat(proven).containsOnlyOnce(true);
    assertThat(users.verifyEmail(user.id(), user.email())).isEmpty();
  }

  @Test
  default void aProvenAddressChangesNoOtherStatus() {
    UserStore users = storage().users();
    for (UserStatus status : List.of(UserStatus.PAUSED, UserStatus.BLOCKED, UserStatus.CLOSED)) {
      User user = user(userId(), email(status + "@example.org"), UserStatus.PENDING);
      users.insert(user);
      users.changeStatus(user.id(), new StatusChange(status, "", Optional.empty()), NOW);
      assertThat(users.verifyEmail(user.id(), user.email()).orElseThrow().status())
          .isEqualTo(status);
    }
  }

  @Test
  default void aProofOfAnAddressThatTheAccountNoLongerHasProvesNothing() {
    UserStore users = storage().users();
    User user = user(userId(), email("zoe@example.org"), UserStatus.PENDING);
    users.insert(user);
    assertThat(users.verifyEmail(user.id(), email("old@example.org"))).isEmpty();
    assertThat(users.verifyEmail(userId(), user.email())).isEmpty();
    assertThat(users.find(user.id())).contains(user);
  }

  @Test
  default void aNewAddressReplacesTheOldOneAndEndsSessionsAndLogins() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    User changed = users.changeEmail(user.id(), email("New@example.org")).orElseThrow();
    assertThat(changed.email().display()).isEqualTo("New@example.org");
    assertThat(changed.emailVerified()).isTrue();
    assertThat(changed.epoch()).isEqualTo(user.epoch() + 1);
    assertThat(changed.credentialEpoch()).isEqualTo(user.credentialEpoch() + 1);
    assertThat(users.findByEmail(email("new@example.org"))).contains(changed);
  }

  @Test
  default void theOldAddressIsFreeAfterAChange() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    users.changeEmail(user.id(), email("new@example.org"));
    assertThat(users.findByEmail(user.email())).isEmpty();
    assertThat(users.insert(user(userId(), user.email(), UserStatus.PENDING))).isTrue();
  }

  @Test
  default void anAccountMayChangeToANewSpellingOfItsOwnAddress() {
    UserStore users = storage().users();
    User user = user(userId(), email("zoe@example.org"), UserStatus.ACTIVE);
    users.insert(user);
    User changed = users.changeEmail(user.id(), email("ZOE@example.org")).orElseThrow();
    assertThat(changed.email().display()).isEqualTo("ZOE@example.org");
  }

  @Test
  default void theAddressOfAnotherAccountCannotBeTaken() {
    UserStore users = storage().users();
    User user = user();
    User other = user();
    users.insert(user);
    users.insert(other);
    assertThat(users.changeEmail(user.id(), other.email())).isEmpty();
    assertThat(users.changeEmail(userId(), email("new@example.org"))).isEmpty();
    assertThat(users.find(user.id())).contains(user);
    assertThat(users.findByEmail(other.email())).contains(other);
  }

  @Test
  default void aRefusedChangeOfAddressLeavesTheUnitOfWorkUsable() {
    Storage storage = storage();
    User user = user();
    User other = user();
    storage.users().insert(user);
    storage.users().insert(other);
    storage.transactions().run(() -> {
      storage.users().changeEmail(user.id(), other.email());
      storage.users().changeProfile(user.id(), "Ann", Locale.FRENCH);
    });
    assertThat(storage.users().find(user.id()).orElseThrow().name()).isEqualTo("Ann");
  }

  @Test
  default void ofConcurrentChangesToOneAddressOneSucceeds() {
    UserStore users = storage().users();
    EmailAddress wanted = email("wanted@example.org");
    List<Optional<UserId>> winners = Racing.together(16, () -> {
      User user = user();
      users.insert(user);
      return users.changeEmail(user.id(), wanted).map(User::id);
    });
    assertThat(winners).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(winners).contains(users.findByEmail(wanted).map(User::id));
  }
}
