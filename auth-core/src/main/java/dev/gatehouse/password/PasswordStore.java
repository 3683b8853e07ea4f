package dev.gatehouse.password;

import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps one password hash per account and never returns it: it hands out the settings and compares. So whoever
 * steals the application's database role steals no hash (Rodauth's design). {@code PasswordStoreContract} in the
 * {@code auth-contracts} states every promise as a test.
 */
public interface PasswordStore {

  /** Returns algorithm, parameters and salt of the account's hash; empty if it has no password. */
  Optional<String> settings(UserId user);

  /** Tells whether this is the account's hash, settings and digest. */
  boolean matches(UserId user, PasswordHash candidate);

  /** Sets or replaces the hash; does nothing if there is no such account. */
  void put(UserId user, PasswordHash hash, Instant at);

  /**
   * Replaces the hash if it still is the expected one: of concurrent calls with the same expectation exactly one
   * returns true.
   */
  boolean replace(UserId user, PasswordHash expected, PasswordHash replacement, Instant at);

  /** Removes the hash. */
  void delete(UserId user);
}
