package dev.gatehouse.account;

import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps accounts. Of all accounts, at most one has a given canonical e-mail address. Safe for use by many threads
 * and many nodes at once; {@code UserStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface UserStore {

  /** Adds an account unless its canonical address is taken; of concurrent calls for one address one returns true. */
  boolean insert(User user);

  /** Returns the account with that id, whatever its status. */
  Optional<User> find(UserId id);

  /** Returns the account with that canonical address, whatever its status. */
  Optional<User> findByEmail(EmailAddress email);

  /** Returns the accounts that have one of these canonical addresses, in no order: for pages, of at most 100. */
  List<User> findByEmails(Collection<EmailAddress> emails);

  /**
   * Returns accounts as the query asks, in descending order of their ids, or by canonical address, byte by byte, if the
   * beginning of one is asked for and no role. Roles count that are assigned at an instant and not over.
   */
  List<User> list(UserQuery query, Instant now);

  /** Sets name and locale; false if there is no such account. */
  boolean changeProfile(UserId id, String name, Locale locale);

  /**
   * Marks an address as proven, and turns PENDING into ACTIVE, if the account has that very address and it was not
   * proven before; returns the account as it is then. Of concurrent calls exactly one gets it.
   */
  Optional<User> verifyEmail(UserId id, EmailAddress proven);

  /**
   * Replaces the address by a proven one; credential epoch and epoch rise by one. Empty if the new address belongs to
   * another account or there is no such account.
   */
  Optional<User> changeEmail(UserId id, EmailAddress proven);

  /**
   * Sets the status; the epoch rises by one. Returns the account as it is then; empty if there is none or it is CLOSED,
   * which it stays. Of concurrent calls that close an account exactly one gets it.
   */
  Optional<User> changeStatus(UserId id, StatusChange change, Instant at);

  /** Ends all sessions: the epoch rises by one and, if told so, the credential epoch too. Returns the new account. */
  Optional<User> advanceEpoch(UserId id, boolean credentialsChanged);

  /**
   * Deletes PENDING accounts, with their one-time tokens, that were created before the cutoff, never proved an address,
   * and have no unspent token left that is not expired at {@code now}. Returns which; at most {@code limit}. Accounts that
   * somebody is at work on are passed over.
   */
  List<UserId> deleteUnproven(Instant cutoff, int limit, Instant now);

  /**
   * Deletes at most {@code limit} of the rows that {@link #insert} wrote before the cutoff for addresses that were taken, if
   * it writes any so that both take as long; returns how many there were.
   */
  int deleteDecoys(Instant cutoff, int limit);
}
