package dev.gatehouse.benchmarks.stack;

import dev.gatehouse.Storage;
import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Adds accounts to a storage past registration, many of them with one hash that was computed once. */
public final class Accounts {
  private final Ids ids = new Ids(InstantSource.system(), RandomSource.secure());
  private final Storage storage;

  /** Adds to the given storage. */
  public Accounts(Storage storage) {
    this.storage = storage;
  }

  /**
   * Adds an account.
   *
   * @throws IllegalStateException if the address has one
   */
  public void add(String email, UserStatus status, PasswordHash hash) {
    Instant now = Instant.now();
    User user = new User(
        new UserId(ids.next()),
        EmailAddress.parse(email).orElseThrow(),
        status == UserStatus.ACTIVE,
        "",
        Locale.ENGLISH,
        status,
        "",
        Optional.empty(),
        0,
        0,
        now);
    if (!storage.users().insert(user)) {
      throw new IllegalStateException("there is an account already");
    }
    storage.passwords().put(user.id(), hash, now);
  }
}
