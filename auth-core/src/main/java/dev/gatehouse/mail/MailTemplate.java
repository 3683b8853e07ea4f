package dev.gatehouse.mail;

import java.util.Locale;

/** What a mail is about. Its texts are in the bundles under its {@link #id()}. */
public enum MailTemplate {
  /** To a new account: prove the address. */
  VERIFY_EMAIL(Page.VERIFY, false),
  /** To the owner of an account whose address somebody tried to register again. */
  ALREADY_REGISTERED(Page.LOGIN, false),
  /** To the owner who forgot the password. */
  RESET_PASSWORD(Page.RESET, false),
  /** To the owner whose login is locked because somebody guessed too often. */
  UNLOCK_LOGIN(Page.UNLOCK, false),
  /** To the owner after the password was changed or reset. */
  PASSWORD_CHANGED(Page.FORGOT, true),
  /** To the new address: prove it. */
  EMAIL_CHANGE_CONFIRM(Page.CHANGE_EMAIL, false),
  /** To the old address: somebody asked for a change. */
  EMAIL_CHANGE_NOTICE(Page.FORGOT, true),
  /** To the old address, after the change: the link takes it back. */
  EMAIL_CHANGED(Page.UNDO_EMAIL_CHANGE, true),
  /** To the owner of a session that ended because its refresh token was used twice. */
  SESSIONS_ENDED_BY_REUSE(Page.LOGIN, true),
  /** To the owner after an authenticator app was added. */
  TWO_FACTOR_ENABLED(Page.FORGOT, true),
  /** To the owner after an authenticator app was removed. */
  TWO_FACTOR_DISABLED(Page.FORGOT, true),
  /** To the owner after somebody else took the second factor away. */
  TWO_FACTOR_RESET(Page.LOGIN, true),
  /** To the owner after too many wrong codes: whoever sent them knows the password. */
  TWO_FACTOR_LOCKED(Page.FORGOT, true),
  /** To the owner after new recovery codes were made. */
  RECOVERY_CODES_MADE(Page.FORGOT, true),
  /** To the owner after a recovery code was used. */
  RECOVERY_CODE_USED(Page.FORGOT, true),
  /** To the owner after a recovery code was used and few are left. */
  RECOVERY_CODES_LOW(Page.LOGIN, true),
  /** To the owner of an account that was closed. */
  ACCOUNT_CLOSED(Page.NONE, true);

  /** Where the button of a mail leads. */
  enum Page {
    NONE,
    LOGIN,
    FORGOT,
    VERIFY,
    RESET,
    CHANGE_EMAIL,
    UNDO_EMAIL_CHANGE,
    UNLOCK;

    boolean needsToken() {
      return this != NONE && this != LOGIN && this != FORGOT;
    }
  }

  private final Page page;
  private final boolean personal;

  MailTemplate(Page page, boolean personal) {
    this.page = page;
    this.personal = personal;
  }

  /** Returns the stable name, for example {@code verify_email}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether its link carries a token, so that it needs the value {@code token}. */
  public boolean needsToken() {
    return page.needsToken();
  }

  Page page() {
    return page;
  }

  /** Tells whether only the owner of the account can cause it; any other holds no text that somebody chose. */
  boolean isPersonal() {
    return personal;
  }
}
