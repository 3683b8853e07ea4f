package dev.gatehouse.password;

/** What a presented password turned out to be. */
public sealed interface Check {

  /**
   * It is the account's password.
   *
   * @param stored the hash it was compared with
   * @param rehashDue whether {@link PasswordService#upgrade} would replace that hash by a better one
   */
  record Right(PasswordHash stored, boolean rehashDue) implements Check {}

  /** It opens nothing. The reason is for the audit trail, never for the caller. */
  record Wrong(Reason reason) implements Check {}

  /** Why a password opens nothing. */
  enum Reason {
    /** It is empty, too long or not text; nothing was computed and no store asked, whatever the account. */
    UNACCEPTABLE,
    /** There is no such account. */
    NO_ACCOUNT,
    /** The account has no password. */
    NO_PASSWORD,
    /** It is another password. */
    MISMATCH,
    /** The stored hash is malformed, dearer than the ceiling, or its pepper is gone: somebody should look at it. */
    UNREADABLE
  }

  /** Tells whether it is the account's password. */
  default boolean right() {
    return this instanceof Right;
  }
}
