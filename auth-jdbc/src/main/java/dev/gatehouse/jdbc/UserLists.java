package dev.gatehouse.jdbc;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserQuery;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The lists of accounts: one statement per index that serves one. */
final class UserLists {
  private static final String SELECT =
      "select " + UserRow.COLUMNS + " from ${schema}.users u where ";

  static final Sql NEWEST = new Sql("users.list", SELECT + "u.id < ? order by u.id desc limit ?");

  static final Sql OF_STATUS = new Sql(
      "users.list_of_status", SELECT + "u.status = ? and u.id < ? order by u.id desc limit ?");

  static final Sql BY_ADDRESS = new Sql(
      "users.list_by_address",
      SELECT
          + "u.email_canonical >= ? and u.email_canonical < ? and u.email_canonical > ?"
          + " order by u.email_canonical limit ?");

  static final Sql OF_STATUS_BY_ADDRESS = new Sql(
      "users.list_of_status_by_address",
      SELECT
          + "u.status = ? and u.email_canonical >= ? and u.email_canonical < ?"
          + " and u.email_canonical > ? order by u.email_canonical limit ?");

  static final Sql OF_ROLE = new Sql("users.list_of_role", "select " + UserRow.COLUMNS + """

      from ${schema}.role_assignments a join ${schema}.users u on u.id = a.subject_id
      where a.role = ? and a.subject_kind = 'USER' and a.subject_id < ?
        and (a.expires_at is null or a.expires_at > ?)
        and (? or u.status = ?) and u.email_canonical >= ? and u.email_canonical < ?
      order by a.subject_id desc limit ?""");

  private static final UUID BEHIND_ALL = new UUID(-1, -1);

  /** Comes after every character of a canonical address, which is printable ASCII. */
  private static final char END = '\u007f';

  private final Database database;

  UserLists(Database database) {
    this.database = database;
  }

  List<User> list(UserQuery query, Instant now) {
    if (query.role().isPresent()) {
      return ofRole(query, now);
    }
    return query.address().isPresent() ? byAddress(query) : newest(query);
  }

  private List<User> newest(UserQuery query) {
    return query
        .status()
        .map(
            status -> database.list(OF_STATUS, UserRow::read, status, lastId(query), query.limit()))
        .orElseGet(() -> database.list(NEWEST, UserRow::read, lastId(query), query.limit()));
  }

  private List<User> byAddress(UserQuery query) {
    String beginning = query.address().orElse("");
    String end = beginning + END;
    String last = query.after().map(User::email).map(EmailAddress::canonical).orElse("");
    return query
        .status()
        .map(status -> database.list(
            OF_STATUS_BY_ADDRESS, UserRow::read, status, beginning, end, last, query.limit()))
        .orElseGet(
            () -> database.list(BY_ADDRESS, UserRow::read, beginning, end, last, query.limit()));
  }

  private List<User> ofRole(UserQuery query, Instant now) {
    String beginning = query.address().orElse("");
    return database.list(
        OF_ROLE,
        UserRow::read,
        query.role(),
        lastId(query),
        now,
        query.status().isEmpty(),
        query.status(),
        beginning,
        beginning + END,
        query.limit());
  }

  private static UUID lastId(UserQuery query) {
    return query.after().map(User::id).map(UserId::value).orElse(BEHIND_ALL);
  }
}
