package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static dev.gatehouse.testkit.Samples.email;
import static dev.gatehouse.testkit.Samples.user;
import static dev.gatehouse.testkit.Samples.userId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every promise of {@link UserStore}, as tests. Implement it in the test class of a backend. */
public interface UserStoreContract extends UserAddressContract {
  @Override
  Storage storage();

  @Test
  default void findsAnAddedAccountByIdWithEverythingInIt() {
    UserStore users = storage().users();
    User user = new User(
        userId(),
        email("Zoe@Example.org"),
        true,
        "Zoë \"Z\" O'Hara 🦊",
        Locale.forLanguageTag("zh-Hant-TW"),
        UserStatus.PAUSED,
        "on holiday",
        Optional.of(NOW.plus(Duration.ofDays(3))),
        7,
        5,
        NOW);
    assertThat(users.insert(user)).isTrue();
    assertThat(users.find(user.id())).contains(user);
    assertThat(users.find(user.id()).orElseThrow().email().display()).isEqualTo("Zoe@Example.org");
  }

  @Test
  default void findsAnAccountByItsCanonicalAddressInWhateverSpelling() {
    UserStore users = storage().users();
    User user = user(userId(), email("Zoe@Example.org"), UserStatus.ACTIVE);
    users.insert(user);
    assertThat(users.findByEmail(email("ZOE@example.ORG"))).contains(user);
  }

  @Test
  default void findsAnAccountWhateverItsStatus() {
    UserStore users = storage().users();
    for (UserStatus status : UserStatus.values()) {
      User user = user(userId(), email(status + "@example.org"), status);
      users.insert(user);
      assertThat(users.find(user.id())).contains(user);
      assertThat(users.findByEmail(user.email())).contains(user);
    }
  }

  @Test
  default void findsTheAccountsOfSeveralAddressesAtOnce() {
    UserStore users = storage().users();
    User zoe = user(userId(), email("Zoe@Example.org"), UserStatus.ACTIVE);
    User ann = user(userId(), email("ann@example.org"), UserStatus.CLOSED);
    for (User user : List.of(zoe, ann, user())) {
      assertThat(users.insert(user)).isTrue();
    }
    List<EmailAddress> addresses =
        List.of(zoe.email(), email("nobody@example.org"), email("ANN@example.org"), zoe.email());
    assertThat(users.findByEmails(addresses)).containsExactlyInAnyOrder(zoe, ann);
    assertThat(users.findByEmails(List.of())).isEmpty();
  }

  @Test
  default void findsNothingForAnUnknownIdOrAddress() {
    UserStore users = storage().users();
    users.insert(user());
    assertThat(users.find(userId())).isEmpty();
    assertThat(users.findByEmail(email("nobody@example.org"))).isEmpty();
    assertThat(users.findByEmails(List.of(email("nobody@example.org")))).isEmpty();
  }

  @Test
  default void refusesASecondAccountWithTheSameCanonicalAddress() {
    UserStore users = storage().users();
    User first = user(userId(), email("zoe@example.org"), UserStatus.PENDING);
    User second = user(userId(), email("ZOE@example.org"), UserStatus.ACTIVE);
    assertThat(users.insert(first)).isTrue();
    assertThat(users.insert(second)).isFalse();
    assertThat(users.find(second.id())).isEmpty();
    assertThat(users.findByEmail(second.email())).contains(first);
    assertThat(users.findByEmail(second.email()).orElseThrow().email().display())
        .isEqualTo("zoe@example.org");
  }

  @Test
  default void keepsTheAddressOfAClosedAccountReserved() {
    UserStore users = storage().users();
    EmailAddress address = email("zoe@example.org");
    users.insert(user(userId(), address, UserStatus.CLOSED));
    assertThat(users.insert(user(userId(), address, UserStatus.PENDING))).isFalse();
  }

  @Test
  default void aRefusedAdditionLeavesTheUnitOfWorkUsable() {
    Storage storage = storage();
    User first = user();
    User other = user();
    storage.users().insert(first);
    storage.transactions().run(() -> {
      storage.users().insert(user(userId(), first.email(), UserStatus.PENDING));
      storage.users().insert(other);
    });
    assertThat(storage.users().find(other.id())).isPresent();
  }

  @Test
  default void ofConcurrentAdditionsForOneAddressOneSucceeds() {
    UserStore users = storage().users();
    EmailAddress address = email("zoe@example.org");
    List<Optional<UserId>> winners = Racing.together(16, () -> {
      User user = user(userId(), address, UserStatus.PENDING);
      return users.insert(user) ? Optional.of(user.id()) : Optional.empty();
    });
    assertThat(winners).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(winners).contains(users.findByEmail(address).map(User::id));
  }

  @Test
  default void changesNameAndLocaleAndNothingElse() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    assertThat(users.changeProfile(user.id(), "Ann", Locale.FRENCH)).isTrue();
    User changed = users.find(user.id()).orElseThrow();
    assertThat(changed.name()).isEqualTo("Ann");
    assertThat(changed.locale()).isEqualTo(Locale.FRENCH);
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("name", "locale")
        .isEqualTo(user);
  }

  @Test
  default void changesNoProfileOfAnUnknownAccount() {
    assertThat(storage().users().changeProfile(userId(), "Ann", Locale.FRENCH)).isFalse();
  }

  @Test
  default void aStatusChangeEndsAllSessions() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    StatusChange pause = new StatusChange(UserStatus.PAUSED, "holiday", Optional.of(NOW));
    User changed = users.changeStatus(user.id(), pause, NOW).orElseThrow();
    assertThat(changed.status()).isEqualTo(UserStatus.PAUSED);
    assertThat(changed.statusReason()).isEqualTo("holiday");
    assertThat(changed.statusUntil()).contains(NOW);
    assertThat(changed.epoch()).isEqualTo(user.epoch() + 1);
    assertThat(changed.credentialEpoch()).isEqualTo(user.credentialEpoch());
    assertThat(users.find(user.id())).contains(changed);
  }

  @Test
  default void aStatusChangeForgetsReasonAndEndOfThePauseBefore() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    users.changeStatus(
        user.id(), new StatusChange(UserStatus.PAUSED, "holiday", Optional.of(NOW)), NOW);
    User active = users
        .changeStatus(user.id(), new StatusChange(UserStatus.ACTIVE, "", Optional.empty()), NOW)
        .orElseThrow();
    assertThat(active.statusUntil()).isEmpty();
    assertThat(active.statusReason()).isEmpty();
  }

  @Test
  default void aClosedAccountStaysClosed() {
    UserStore users = storage().users();
    User user = user(userId(), email("zoe@example.org"), UserStatus.CLOSED);
    users.insert(user);
    StatusChange reopen = new StatusChange(UserStatus.ACTIVE, "", Optional.empty());
    assertThat(users.changeStatus(user.id(), reopen, NOW)).isEmpty();
    assertThat(users.find(user.id()).orElseThrow().status()).isEqualTo(UserStatus.CLOSED);
  }

  @Test
  default void ofConcurrentCallsThatCloseAnAccountOneGetsIt() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    StatusChange close = new StatusChange(UserStatus.CLOSED, "", Optional.empty());
    assertThat(
            Racing.together(16, () -> users.changeStatus(user.id(), close, NOW).isPresent()))
        .containsOnlyOnce(true);
  }

  @Test
  default void noStatusChangesForAnUnknownAccount() {
    StatusChange block = new StatusChange(UserStatus.BLOCKED, "spam", Optional.empty());
    assertThat(storage().users().changeStatus(userId(), block, NOW)).isEmpty();
  }

  @Test
  default void anAdvanceRaisesTheEpochByOneAndTheCredentialEpochOnlyIfToldSo() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    User once = users.advanceEpoch(user.id(), false).orElseThrow();
    assertThat(once.epoch()).isEqualTo(user.epoch() + 1);
    assertThat(once.credentialEpoch()).isEqualTo(user.credentialEpoch());
    User twice = users.advanceEpoch(user.id(), true).orElseThrow();
    assertThat(twice.epoch()).isEqualTo(user.epoch() + 2);
    assertThat(twice.credentialEpoch()).isEqualTo(user.credentialEpoch() + 1);
    assertThat(users.find(user.id())).contains(twice);
  }

  @Test
  default void noEpochAdvancesForAnUnknownAccount() {
    assertThat(storage().users().advanceEpoch(userId(), true)).isEmpty();
  }

  @Test
  default void concurrentAdvancesLoseNone() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    List<Long> epochs = Racing.together(
        16, () -> users.advanceEpoch(user.id(), true).orElseThrow().epoch());
    assertThat(epochs).doesNotHaveDuplicates();
    User after = users.find(user.id()).orElseThrow();
    assertThat(after.epoch()).isEqualTo(user.epoch() + 16);
    assertThat(after.credentialEpoch()).isEqualTo(user.credentialEpoch() + 16);
  }

  @Test
  default void deletesOnlyAccountsThatNeverProvedAnAddressInTime() {
    UserStore users = storage().users();
    User unproven = user(userId(), email("unproven@example.org"), UserStatus.PENDING);
    User active = user(userId(), email("active@example.org"), UserStatus.ACTIVE);
    User blocked = user(userId(), email("blocked@example.org"), UserStatus.BLOCKED);
    List.of(unproven, active, blocked).forEach(users::insert);
    Instant created = unproven.createdAt();
    assertThat(users.deleteUnproven(created, 10, NOW)).isEmpty();
    assertThat(users.deleteUnproven(created.plus(TICK), 10, NOW)).containsExactly(unproven.id());
    assertThat(users.find(unproven.id())).isEmpty();
    assertThat(users.find(active.id())).isPresent();
    assertThat(users.find(blocked.id())).isPresent();
    assertThat(users.insert(user(userId(), unproven.email(), UserStatus.PENDING)))
        .isTrue();
  }

  @Test
  default void keepsAnUnprovenAccountForAsLongAsItsLinkWorks() {
    Storage storage = storage();
    User user = user(userId(), email("unproven@example.org"), UserStatus.PENDING);
    storage.users().insert(user);
    Instant over = NOW.plus(Duration.ofHours(1));
    OneTimeToken token = new OneTimeToken(
        digest("link"),
        TokenPurpose.VERIFY_EMAIL,
        Optional.of(user.id()),
        "target",
        Sealed.nothing(),
        0,
        0,
        NOW,
        over);
    storage.oneTimeTokens().insert(token);
    assertThat(storage.users().deleteUnproven(NOW, 10, over.minus(TICK))).isEmpty();
    assertThat(storage.users().deleteUnproven(NOW, 10, over)).containsExactly(user.id());
    assertThat(storage.oneTimeTokens().find(token.digest(), token.purpose())).isEmpty();
  }

  @Test
  default void deletesAtMostAsManyUnprovenAccountsAsAllowed() {
    UserStore users = storage().users();
    for (int i = 0; i < 5; i++) {
      users.insert(user(userId(), email("unproven" + i + "@example.org"), UserStatus.PENDING));
    }
    assertThat(users.deleteUnproven(NOW, 3, NOW)).hasSize(3);
    assertThat(users.deleteUnproven(NOW, 3, NOW)).hasSize(2);
    assertThat(users.deleteUnproven(NOW, 3, NOW)).isEmpty();
  }

  @Test
  default void aDeletionOfUnprovenAccountsIsRolledBackWithItsUnit() {
    Storage storage = storage();
    User user = user(userId(), email("unproven@example.org"), UserStatus.PENDING);
    storage.users().insert(user);
    Failing.unit(storage, () -> storage.users().deleteUnproven(NOW, 10, NOW));
    assertThat(storage.users().find(user.id())).contains(user);
  }

  @Test
  default void concurrentStatusChangesEachRaiseTheEpoch() {
    UserStore users = storage().users();
    User user = user();
    users.insert(user);
    StatusChange block = new StatusChange(UserStatus.BLOCKED, "spam", Optional.empty());
    Racing.together(16, () -> users.changeStatus(user.id(), block, NOW));
    assertThat(users.find(user.id()).orElseThrow().epoch()).isEqualTo(user.epoch() + 16);
  }
}
