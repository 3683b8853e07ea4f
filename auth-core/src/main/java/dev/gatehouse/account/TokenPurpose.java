package dev.gatehouse.account;

/** What a one-time token may do. A token of one purpose is worthless for any other. */
public enum TokenPurpose {
  /** Proves the address of a new account and activates the password chosen with it. */
  VERIFY_EMAIL("gvt"),
  /** Proves a new address of an existing account. */
  CHANGE_EMAIL("gct"),
  /** Gives an account the address back that it had before. */
  UNDO_EMAIL_CHANGE("gut"),
  /** Allows one new password. */
  RESET_PASSWORD("grt"),
  /** Continues a login whose first factor was right. */
  SECOND_FACTOR("gft"),
  /** Ends the lockout of an account. */
  UNLOCK_LOGIN("glt"),
  /** Opens nothing: keeps the work for unknown accounts equal to that for known ones. */
  DECOY("gdt");

  private final String prefix;

  TokenPurpose(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the visible kind at the start of the token. */
  public String prefix() {
    return prefix;
  }
}
