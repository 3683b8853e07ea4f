package dev.gatehouse.jdbc;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.UserId;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/** The columns of an account, in the order of {@link User}. */
final class UserRow {
  static final String COLUMNS =
      "u.id, u.email, u.email_canonical, u.email_verified, u.name, u.locale, u.status, u.status_reason,"
          + " u.status_until, u.epoch, u.credential_epoch, u.created_at";

  /** A row {@code n} as wide as an account's, which is none. */
  static final String NOBODY =
      "(values ('00000000-0000-0000-0000-000000000000'::uuid, 'nobody@nowhere.invalid', 'nobody@nowhere.invalid',"
          + " true, '', 'en', 'ACTIVE', '', null::timestamptz, 0::bigint, 0::bigint, '2026-01-01Z'::timestamptz))"
          + " n (" + COLUMNS.replace("u.", "") + ")";

  /** The columns of an account if there is one, or else those of {@link #NOBODY}. */
  static final String OR_NOBODYS = COLUMNS.replaceAll("u\\.(\\w+)", "coalesce(u.$1, n.$1) as $1");

  /** True for an account that may act at the instant of the one parameter. */
  static final String MAY_ACT =
      "(u.status = 'ACTIVE' or (u.status = 'PAUSED' and u.status_until <= ?))";

  private static final UUID NOBODYS_ID = new UUID(0, 0);

  private UserRow() {}

  /** Tells whether an account is made of {@link #NOBODY}. */
  static boolean isNobody(User user) {
    return user.id().value().equals(NOBODYS_ID);
  }

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
