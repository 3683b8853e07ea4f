package dev.gatehouse.password;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sets, checks and upgrades the passwords of accounts. Safe for use by many threads and many nodes at once.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A check of an account that does not exist or has no password does the same store calls and the same hash
 * work as one of a wrong password. Only an imported hash takes its own time, until its first login replaces it. A hash
 * that cannot be read matches nothing. Counting tries is the caller's duty, before the check.
 *
 * <p>Hashes are computed outside of any unit of work: call {@link #prepare} before, and {@link #store} within it.
 */
public final class PasswordService {
  private final PasswordStore store;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final InstantSource clock;
  private final Ids decoys;

  /** Builds the service over one store. */
  public PasswordService(
      PasswordStore store, PasswordHasher hasher, PasswordRules rules, InstantSource clock) {
    this.store = store;
    this.hasher = hasher;
    this.rules = rules;
    this.clock = clock;
    this.decoys = new Ids(clock, hasher.random());
  }

  /**
   * Judges and hashes a password that somebody wants to use from now on.
   *
   * @param personal e-mail address, name, and the name of the service
   * @throws AuthException WEAK_PASSWORD with {@code reasons}, or BUSY
   */
  public PasswordHash prepare(Secret newPassword, List<String> personal) {
    rules.requireStrong(newPassword, personal);
    return hasher.hash(rules.normalize(newPassword));
  }

  /**
   * Lets a replacement pass that differs from the present password.
   *
   * @throws AuthException WEAK_PASSWORD with the reason {@code same_as_before}
   */
  public void requireDifferent(Secret present, Secret replacement) {
    if (rules.readable(present).equals(rules.readable(replacement))) {
      throw PasswordRules.refusal(List.of(Weakness.SAME_AS_BEFORE));
    }
  }

  /** Removes the password of an account: nothing matches from then on. */
  public void remove(UserId user) {
    store.delete(user);
  }

  /** Sets or replaces the password of an account. */
  public void store(UserId user, PasswordHash hash) {
    store.put(user, hash, clock.instant());
  }

  /**
   * Checks a password.
   *
   * @param user the account, or nothing if the login names none
   * @throws AuthException BUSY if too many hashes run already, whether or not there is an account
   */
  public Check verify(Optional<UserId> user, Secret password) {
    Optional<Secret> readable = rules.readable(password).filter(text -> !text.isEmpty());
    if (readable.isEmpty()) {
      return new Check.Wrong(Check.Reason.UNACCEPTABLE);
    }
    UserId id = user.orElseGet(() -> new UserId(decoys.next()));
    Check check = check(id, password, readable.get());
    return user.isPresent() ? check : new Check.Wrong(Check.Reason.NO_ACCOUNT);
  }

  /**
   * Replaces a hash that was just verified by one with the current parameters. Of parallel logins exactly one
   * replaces it. Returns whether this call did; false also if nothing is due or no hash had its turn, in which case the
   * next login tries again.
   */
  public boolean upgrade(UserId user, Secret password, Check.Right verified) {
    if (!verified.rehashDue()) {
      return false;
    }
    try {
      PasswordHash replacement = hasher.hash(rules.normalize(password));
      return store.replace(user, verified.stored(), replacement, clock.instant());
    } catch (AuthException e) {
      if (e.code() == ErrorCode.BUSY) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Sets the password of an account to a hash that another system made; see {@link ImportedHash} for the formats.
   *
   * @throws AuthException VALIDATION_FAILED if the format is unknown, protects nothing, or costs too much to check
   */
  public void importHash(UserId user, String foreignHash) {
    PasswordHash hash = ImportedHash.parse(foreignHash)
        .orElseThrow(() -> new AuthException(
            ErrorCode.VALIDATION_FAILED,
            "The password hash has an unknown format or costs too much to check"));
    store.put(user, hash, clock.instant());
  }

  private Check check(UserId id, Secret typed, Secret normalized) {
    Optional<String> before = store.settings(id);
    Check check = compare(id, before, typed, normalized);
    if (check.right()) {
      return check;
    }
    // A parallel login may have upgraded the hash since. Asked after every refusal, so that all of
    // them look alike.
    Optional<String> after = store.settings(id);
    return after.equals(before) ? check : compare(id, after, typed, normalized);
  }

  private Check compare(UserId id, Optional<String> settings, Secret typed, Secret normalized) {
    Optional<Scheme> scheme = settings.flatMap(hasher::usable);
    PasswordHash candidate = scheme
        .map(usable -> hasher.compute(usable, isImported(usable) ? typed : normalized))
        .orElseGet(() -> hasher.dummy(normalized));
    boolean matches = store.matches(id, candidate);
    if (scheme.isEmpty()) {
      return new Check.Wrong(
          settings.isEmpty() ? Check.Reason.NO_PASSWORD : Check.Reason.UNREADABLE);
    }
    return matches
        ? new Check.Right(candidate, !hasher.isCurrent(scheme.get()))
        : new Check.Wrong(Check.Reason.MISMATCH);
  }

  /** An imported hash was made of the characters as they were typed; ours are made of their normal form. */
  private static boolean isImported(Scheme scheme) {
    return scheme.keyId().isEmpty();
  }
}
