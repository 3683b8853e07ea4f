package dev.gatehouse.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which accounts to list: newest first, or by address if the beginning of one is asked for and no role. Each method returns
 * a copy.
 *
 * @param address how their addresses begin, in any case
 * @param status as stored, so that a pause that is over still counts as one
 * @param role assigned to them now, directly
 * @param after the last account of the page before, as it is now
 * @param limit how many at most; 1 to 200
 */
public record UserQuery(
    Optional<String> address,
    Optional<UserStatus> status,
    Optional<String> role,
    Optional<User> after,
    int limit) {
  private static final Pattern BEGINNING = Pattern.compile("[!-~]{1,254}");

  /**
   * Puts the beginning of the address into lower case.
   *
   * @throws IllegalArgumentException if no address begins so, or the limit is out of bounds
   */
  public UserQuery {
    address = address.map(UserQuery::beginning);
    if (limit < 1 || limit > 200) {
      throw new IllegalArgumentException("a page has 1 to 200 accounts, not " + limit);
    }
  }

  private static String beginning(String text) {
    if (!BEGINNING.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an address begins with 1 to 254 printable ASCII characters without blanks");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** Asks for the first 50 of all accounts. */
  public static UserQuery all() {
    return new UserQuery(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 50);
  }

  /** Asks only for accounts whose address begins so. */
  public UserQuery withAddress(String beginning) {
    return new UserQuery(Optional.of(beginning), status, role, after, limit);
  }

  /** Asks only for accounts of a status. */
  public UserQuery withStatus(UserStatus wanted) {
    return new UserQuery(address, Optional.of(wanted), role, after, limit);
  }

  /** Asks only for accounts that have a role. */
  public UserQuery withRole(String name) {
    return new UserQuery(address, status, Optional.of(name), after, limit);
  }

  /** Asks for what follows an account. */
  public UserQuery after(User last) {
    return new UserQuery(address, status, role, Optional.of(last), limit);
  }

  /** Asks for another number of accounts at most. */
  public UserQuery atMost(int accounts) {
    return new UserQuery(address, status, role, after, accounts);
  }
}
