package dev.gatehouse.jdbc;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserQuery;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Accounts in the table {@code users}. An address that is taken costs a row in {@code registration_decoys}, so that
 * nobody can tell by the time of a registration whether there was an account.
 */
final class JdbcUserStore implements UserStore {
  private static final String COLUMNS =
      "id, email, email_canonical, email_verified, name, locale, status, status_reason, status_until,"
          + " status_changed_at, epoch, credential_epoch, created_at";

  /** Changes one row of the decoys if the address is taken, and none if it is not. */
  static final Sql INSERT = new Sql("users.insert", """
      with added as (
        insert into ${schema}.users (""" + COLUMNS + """
      ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (email_canonical) do nothing
        returning id)
      insert into ${schema}.registration_decoys (""" + COLUMNS + """
      ) select d.id, '', md5(d.id::text), false, '', '', 'PENDING', '', null, d.at, 0, 0, d.at
      from (select gen_random_uuid() id, ?::timestamptz at) d
      where not exists (select 1 from added)""");

  static final Sql FIND =
      new Sql("users.find", "select " + UserRow.COLUMNS + " from ${schema}.users u where u.id = ?");

  /**
   * One account in any case, so that the answer about an unknown address is as long in coming: the one that has the address,
   * or else nobody's. A join says which is preferred; nothing is sorted, whether or not there is one.
   */
  static final Sql FIND_BY_EMAIL = new Sql(
      "users.find_by_email",
      "select " + UserRow.OR_NOBODYS + " from " + UserRow.NOBODY
          + " left join ${schema}.users u on u.email_canonical = ?");

  static final Sql FIND_BY_EMAILS = new Sql(
      "users.find_by_emails",
      "select " + UserRow.COLUMNS
          + " from ${schema}.users u where u.email_canonical = any (?::text[])");

  static final Sql CHANGE_PROFILE = new Sql(
      "users.change_profile", "update ${schema}.users set name = ?, locale = ? where id = ?");

  static final Sql VERIFY_EMAIL = new Sql("users.verify_email", """
      update ${schema}.users u
      set email_verified = true, status = case u.status when 'PENDING' then 'ACTIVE' else u.status end
      where u.id = ? and u.email_canonical = ? and not u.email_verified
      returning\s""" + UserRow.COLUMNS);

  static final Sql CHANGE_EMAIL = new Sql("users.change_email", """
      update ${schema}.users u
      set email = ?, email_canonical = ?, email_verified = true,
          epoch = u.epoch + 1, credential_epoch = u.credential_epoch + 1
      where u.id = ?
      returning\s""" + UserRow.COLUMNS);

  static final Sql CHANGE_STATUS = new Sql("users.change_status", """
      update ${schema}.users u
      set status = ?, status_reason = ?, status_until = ?, status_changed_at = ?, epoch = u.epoch + 1
      where u.id = ? and u.status <> 'CLOSED'
      returning\s""" + UserRow.COLUMNS);

  static final Sql ADVANCE_EPOCH = new Sql("users.advance_epoch", """
      update ${schema}.users u
      set epoch = u.epoch + 1, credential_epoch = u.credential_epoch + ?
      where u.id = ?
      returning\s""" + UserRow.COLUMNS);

  static final Sql DELETE_UNPROVEN = new Sql(
      "users.delete_unproven", "select id from ${schema}.delete_unproven_users(?, ?, ?) id");

  static final Sql DELETE_DECOYS = new Sql("registration_decoys.delete", """
      delete from ${schema}.registration_decoys where id = any (array(
        select id from ${schema}.registration_decoys
        where created_at < ?
        order by created_at limit ? for update skip locked))""");

  private final Database database;
  private final UserLists lists;

  JdbcUserStore(Database database) {
    this.database = database;
    this.lists = new UserLists(database);
  }

  @Override
  public boolean insert(User user) {
    return !database.changed(
        INSERT,
        user.id(),
        user.email().display(),
        user.email().canonical(),
        user.emailVerified(),
        user.name(),
        user.locale(),
        user.status(),
        user.statusReason(),
        user.statusUntil(),
        user.createdAt(),
        user.epoch(),
        user.credentialEpoch(),
        user.createdAt(),
        user.createdAt());
  }

  @Override
  public Optional<User> find(UserId id) {
    return database.first(FIND, UserRow::read, id);
  }

  @Override
  public Optional<User> findByEmail(EmailAddress email) {
    return database
        .first(FIND_BY_EMAIL, UserRow::read, email.canonical())
        .filter(user -> !UserRow.isNobody(user));
  }

  @Override
  public List<User> findByEmails(Collection<EmailAddress> emails) {
    String[] canonical = emails.stream().map(EmailAddress::canonical).toArray(String[]::new);
    return database.list(FIND_BY_EMAILS, UserRow::read, (Object) canonical);
  }

  @Override
  public List<User> list(UserQuery query, Instant now) {
    return lists.list(query, now);
  }

  @Override
  public boolean changeProfile(UserId id, String name, Locale locale) {
    return database.changed(CHANGE_PROFILE, name, locale, id);
  }

  @Override
  public Optional<User> verifyEmail(UserId id, EmailAddress proven) {
    return database.first(VERIFY_EMAIL, UserRow::read, id, proven.canonical());
  }

  @Override
  public Optional<User> changeEmail(UserId id, EmailAddress proven) {
    return database.firstUnlessTaken(
        CHANGE_EMAIL, UserRow::read, proven.display(), proven.canonical(), id);
  }

  @Override
  public Optional<User> changeStatus(UserId id, StatusChange change, Instant at) {
    return database.first(
        CHANGE_STATUS, UserRow::read, change.status(), change.reason(), change.until(), at, id);
  }

  @Override
  public Optional<User> advanceEpoch(UserId id, boolean credentialsChanged) {
    return database.first(ADVANCE_EPOCH, UserRow::read, credentialsChanged ? 1L : 0L, id);
  }

  @Override
  public int deleteDecoys(Instant cutoff, int limit) {
    return database.update(DELETE_DECOYS, cutoff, limit);
  }

  @Override
  public List<UserId> deleteUnproven(Instant cutoff, int limit, Instant now) {
    return database.list(DELETE_UNPROVEN, row -> new UserId(row.uuid()), cutoff, now, limit);
  }
}
