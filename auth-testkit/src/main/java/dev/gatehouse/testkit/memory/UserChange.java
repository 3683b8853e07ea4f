package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import java.util.Locale;

/** Copies of an account in which something has changed. */
final class UserChange {
  private UserChange() {}

  static User profile(User user, String name, Locale locale) {
    return new User(
        user.id(),
        user.email(),
        user.emailVerified(),
        name,
        locale,
        user.status(),
        user.statusReason(),
        user.statusUntil(),
        user.epoch(),
        user.credentialEpoch(),
        user.createdAt());
  }

  static User verified(User user) {
    UserStatus status = user.status() == UserStatus.PENDING ? UserStatus.ACTIVE : user.status();
    return new User(
        user.id(),
        user.email(),
        true,
        user.name(),
        user.locale(),
        status,
        user.statusReason(),
        user.statusUntil(),
        user.epoch(),
        user.credentialEpoch(),
        user.createdAt());
  }

  static User email(User user, EmailAddress proven) {
    return new User(
        user.id(),
        proven,
        true,
        user.name(),
        user.locale(),
        user.status(),
        user.statusReason(),
        user.statusUntil(),
        user.epoch() + 1,
        user.credentialEpoch() + 1,
        user.createdAt());
  }

  static User status(User user, StatusChange change) {
    return new User(
        user.id(),
        user.email(),
        user.emailVerified(),
        user.name(),
        user.locale(),
        change.status(),
        change.reason(),
        change.until(),
        user.epoch() + 1,
        user.credentialEpoch(),
        user.createdAt());
  }

  static User epoch(User user, boolean credentialsChanged) {
    return new User(
        user.id(),
        user.email(),
        user.emailVerified(),
        user.name(),
        user.locale(),
        user.status(),
        user.statusReason(),
        user.statusUntil(),
        user.epoch() + 1,
        user.credentialEpoch() + (credentialsChanged ? 1 : 0),
        user.createdAt());
  }
}
