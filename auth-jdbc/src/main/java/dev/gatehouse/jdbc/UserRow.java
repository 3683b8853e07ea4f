package dev.gatehouse.jdbc;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.UserId;
import java.sql.SQLException;
import java.util.Locale;

/** The columns of an account, in the order of {@link User}. */
final class UserRow {
  static final String COLUMNS =
      "u.id, u.email, u.email_canonical, u.email_verified, u.name, u.locale, u.status, u.status_reason,"
          + " u.status_until, u.epoch, u.credential_epoch, u.created_at";

  /** True for an account that may act at the instant of the one parameter. */
  static final String MAY_ACT =
      "(u.status = 'ACTIVE' or (u.status = 'PAUSED' and u.status_until <= ?))";

  private UserRow() {}

  static User read(Columns columns) throws SQLException {
    return new User(
        new UserId(columns.uuid()),
        EmailAddress.stored(columns.text(), columns.text()),
        columns.flag(),
        columns.text(),
        Locale.forLanguageTag(columns.text()),
        columns.oneOf(UserStatus.class),
        columns.text(),
        columns.maybeInstant(),
        columns.number(),
        columns.number(),
        columns.instant());
  }
}
