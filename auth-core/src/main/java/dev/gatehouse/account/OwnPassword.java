package dev.gatehouse.account;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.throttle.Guess;
import dev.gatehouse.throttle.LoginLockout;
import java.util.Optional;

/** The password of somebody who has a session: all guesses in sessions of an account are one count, made before the hash. */
public final class OwnPassword {
  private final PasswordService passwords;
  private final LoginLockout lockout;

  /** Joins the check with its count. */
  public OwnPassword(PasswordService passwords, LoginLockout lockout) {
    this.passwords = passwords;
    this.lockout = lockout;
  }

  /**
   * Tells whether that is the account's password. To say so in the trail is the caller's affair.
   *
   * @throws dev.gatehouse.error.AuthException LOGIN_DELAYED after too many wrong ones, or BUSY
   */
  public boolean isRight(UserId user, Secret password, ClientInfo client) {
    Guess.Granted guess = lockout.reserve(user);
    boolean right =
        lockout.spend(guess, () -> passwords.verify(Optional.of(user), password).right(), is -> is);
    if (!right) {
      lockout.failed(guess, Optional.of(user), client);
    }
    return right;
  }
}
